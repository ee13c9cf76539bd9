package io.sluice.approval;

/** Tells people that a question has arrived. Must not block. */
@FunctionalInterface
public interface Notice {
  /** Tells nobody. */
  Notice NONE = approval -> {};

  /** A question waits. */
  void arrived(Approval approval);
}
