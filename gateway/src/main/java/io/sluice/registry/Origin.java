package io.sluice.registry;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where a price comes from.
 *
 * @param source {@code configuration}, {@code shipped}, or the name of a list that was imported;
 *     empty: nobody stated a price
 * @param asOf the day it was looked up; null where nobody says
 */
public record Origin(String source, @Nullable LocalDate asOf) {
  /** Nobody stated a price. */
  public static final Origin NONE = new Origin("", null);

  /** The operator's own word, which holds until it is changed. */
  public static final Origin CONFIGURATION = new Origin("configuration", null);

  /** The catalogue that came with Sluice. */
  static Origin shipped(LocalDate asOf) {
    return new Origin("shipped", asOf);
  }
}
