package io.sluice.flow;

import io.sluice.model.Categories;
import io.sluice.model.Exposure;
import io.sluice.model.Finding;
import io.sluice.model.Findings;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Principal;
import io.sluice.model.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Says what a request's content is worth: who sent it, where its parts come from, what stands in
 * it, and what the caller declared. All that applies is joined. Pure.
 */
public final class Labeller {
  private final FlowSettings settings;

  /** By these settings. */
  public Labeller(FlowSettings settings) {
    this.settings = settings;
  }

  /**
   * The label of a request and what it is made of.
   *
   * @param provenance as far as it is enforced
   */
  public Exposure label(
      Principal principal, Provenance provenance, Findings findings, Declared declared) {
    var base =
        new Label(principal.grants().integrity(), principal.grants().level(), Categories.NONE)
            .join(declared.label())
            .join(provenance.marked());
    return new Exposure(unseen(base, findings.notScanned()), found(provenance, findings));
  }

  /**
   * A detector that did not run: one of confidential values counts as its worst finding above
   * {@code internal}, one of trust always. It joins the base, because what nobody found nobody can
   * mask.
   */
  private Label unseen(Label base, List<String> notScanned) {
    boolean low = base.level().within(Level.INTERNAL);
    var label = base;
    for (String type : notScanned) {
      Label worst = settings.meaning(type).label();
      label = label.join(low ? new Label(worst.integrity(), Level.PUBLIC, Categories.NONE) : worst);
    }
    return label;
  }

  /** An answer that was given before is not asked again whether it gives orders. */
  private List<Exposure.Found> found(Provenance provenance, Findings findings) {
    var counts = new TreeMap<String, Integer>();
    for (int i = 0; i < findings.bySegment().size(); i++) {
      boolean said = provenance.said(i);
      for (Finding finding : findings.bySegment().get(i)) {
        if (!said || !finding.type().equals(FlowSettings.INJECTION)) {
          counts.merge(finding.type(), 1, Integer::sum);
        }
      }
    }
    for (String type : findings.notScanned()) {
      if (!FlowSettings.DEFAULT.findings().containsKey(type)) {
        counts.put(type, 0); // an operator's own: whoever asks for it takes it as found
      }
    }
    if (counts.isEmpty()) {
      return List.of();
    }
    var found = new ArrayList<Exposure.Found>(counts.size());
    counts.forEach(
        (type, count) ->
            found.add(new Exposure.Found(type, settings.meaning(type).label(), count)));
    return found;
  }
}
