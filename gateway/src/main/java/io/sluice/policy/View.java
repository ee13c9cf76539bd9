package io.sluice.policy;

import io.sluice.model.Candidate;
import io.sluice.model.Categories;
import io.sluice.model.Facts;
import io.sluice.model.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that one evaluation can see.
 *
 * @param label of the content after {@code masked} is gone from it
 * @param thing what is acted on
 * @param jurisdictions the accepted ones; empty: any that is stated
 * @param approved whether forbids that a person may set aside are set aside
 */
record View(
    Facts facts,
    Label label,
    Categories masked,
    Thing thing,
    Set<String> jurisdictions,
    boolean approved) {

  View masking(Categories more) {
    Label left = facts.exposure().masking(more);
    return new View(facts, left, more, thing, jurisdictions, approved);
  }

  /** The same seen with the model that failed as the model. */
  View ofPrimary() {
    var primary = new Thing.Model(Objects.requireNonNull(from()), from());
    return new View(facts, label, masked, primary, jurisdictions, approved);
  }

  /** The same as it would be once a person approved. */
  View approvedBySomebody() {
    return new View(facts, label, masked, thing, jurisdictions, true);
  }

  /** The same asked by another. */
  View by(Facts other) {
    return new View(other, label, masked, thing, jurisdictions, approved);
  }

  /**
   * The rules that are waived here. Facts name each waiver as {@code rule}, {@code rule#id} or
   * {@code rule@resource#id}; one of a resource counts for that provider or model alone.
   */
  List<String> waived() {
    var rules = new ArrayList<String>();
    for (String waiver : facts.waivers()) {
      int mark = waiver.lastIndexOf('#');
      String text = mark < 0 ? waiver : waiver.substring(0, mark);
      int at = text.indexOf('@');
      if (at < 0 || here(text.substring(at + 1))) {
        rules.add(at < 0 ? text : text.substring(0, at));
      }
    }
    return rules;
  }

  private boolean here(String resource) {
    Candidate model = model();
    return model != null
        && (resource.equals(model.ref().provider()) || resource.equals(model.ref().text()));
  }

  /** The model that is acted on; null where it is something else. */
  @Nullable Candidate model() {
    return thing instanceof Thing.Model(Candidate candidate, _, _) ? candidate : null;
  }

  /** What the request would lose on its way to the model that is acted on. */
  List<String> losses() {
    return facts.losses().toward(Objects.requireNonNull(model()).ref());
  }

  /** The model that failed; null unless another is to take over. */
  @Nullable Candidate from() {
    return thing instanceof Thing.Model(_, Candidate from, _) ? from : null;
  }

  /** The tool call that is asked about. */
  ToolUse use() {
    if (thing instanceof Thing.Call(ToolUse use)) {
      return use;
    }
    throw new IllegalStateException("no tool call is asked about");
  }
}
