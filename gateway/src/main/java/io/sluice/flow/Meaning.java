package io.sluice.flow;

import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;

/**
 * What a finding of some type says of the content it stands in.
 *
 * @param level the least level such content has; {@link Level#PUBLIC} says nothing
 * @param integrity the most it can be trusted; {@link Integrity#OPERATOR} says nothing
 */
public record Meaning(Categories categories, Level level, Integrity integrity) {
  /** What a confidential value says: nothing about trust. */
  public Meaning(Categories categories, Level level) {
    this(categories, level, Integrity.OPERATOR);
  }

  /** The label this gives, which joins with the content's own. */
  public Label label() {
    return new Label(integrity, level, categories);
  }
}
