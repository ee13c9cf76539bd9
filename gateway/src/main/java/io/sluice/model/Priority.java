package io.sluice.model;

/** How urgent a request is where not all can be served at once. The most urgent first. */
public enum Priority {
  /** Somebody waits for it. */
  HIGH,
  /** What says nothing. */
  NORMAL,
  /** Work that can wait, and what is asked only to compare. */
  LOW;

  /** True if this goes before {@code other}. */
  public boolean before(Priority other) {
    return compareTo(other) < 0;
  }
}
