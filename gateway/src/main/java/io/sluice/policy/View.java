package io.sluice.policy;

import io.sluice.model.Candidate;
import io.sluice.model.Categories;
import io.sluice.model.Facts;
import io.sluice.model.Label;
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

  /** The model that is acted on; null where it is something else. */
  @Nullable Candidate model() {
    return thing instanceof Thing.Model(Candidate candidate, _) ? candidate : null;
  }

  /** The model that failed; null unless another is to take over. */
  @Nullable Candidate from() {
    return thing instanceof Thing.Model(_, Candidate from) ? from : null;
  }

  /** The tool call that is asked about. */
  ToolUse use() {
    if (thing instanceof Thing.Call(ToolUse use)) {
      return use;
    }
    throw new IllegalStateException("no tool call is asked about");
  }
}
