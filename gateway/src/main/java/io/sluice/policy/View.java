package io.sluice.policy;

import io.sluice.model.Candidate;
import io.sluice.model.Categories;
import io.sluice.model.Facts;
import io.sluice.model.Label;
import io.sluice.model.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that one evaluation can see.
 *
 * @param label of the content after {@code masked} is gone from it
 * @param model what is acted on; null where it is an audience
 * @param from the model that failed; null unless another is to take over
 * @param audience the highest level that may be released; null where a model is acted on
 * @param jurisdictions the accepted ones; empty: any that is stated
 */
record View(
    Facts facts,
    Label label,
    Categories masked,
    @Nullable Candidate model,
    @Nullable Candidate from,
    @Nullable Level audience,
    Set<String> jurisdictions) {

  View masking(Categories more) {
    Label left = facts.exposure().masking(more);
    return new View(facts, left, more, model, from, audience, jurisdictions);
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
    return model != null
        && (resource.equals(model.ref().provider()) || resource.equals(model.ref().text()));
  }

  /** The same seen with {@code from} as the model. */
  View ofPrimary() {
    return new View(facts, label, masked, from, null, audience, jurisdictions);
  }
}
