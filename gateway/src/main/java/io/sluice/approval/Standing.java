package io.sluice.approval;

/** How a question stands. */
public sealed interface Standing {
  /** A person approved, and that still holds. */
  record Granted(Approval approval) implements Standing {}

  /** A person has to answer; {@code id} is what to ask for. */
  record Waiting(String id) implements Standing {}

  /** Nobody will: in words the caller may see. */
  record Refused(String reason) implements Standing {}
}
