package io.sluice.model;

/** Something a translation could not carry: where it stood and what became of it. */
public record Loss(String field, String what) {
  /** {@code field: what}. */
  public String text() {
    return field + ": " + what;
  }
}
