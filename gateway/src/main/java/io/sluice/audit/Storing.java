package io.sluice.audit;

import java.util.Locale;

/** What of an exchange's content is kept. */
public enum Storing {
  NONE,
  /** With every value that a detector found replaced. */
  REDACTED,
  FULL;

  /** The word in configuration and the record. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
