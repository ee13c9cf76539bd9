package io.sluice.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure that is expected, as a value: whose fault it is, whether trying again can help, and
 * what the caller may see. The message never holds prompt text, a secret or a host.
 *
 * @param status the HTTP status the caller gets
 * @param retryAfter how long the caller should wait before trying again, if that is known
 * @param details names the caller may know: rules, fields, nearest names; where an approval is
 *     asked for, its id first
 */
public record Fault(
    Code code,
    int status,
    Blame blame,
    boolean retryable,
    String message,
    @Nullable Duration retryAfter,
    List<String> details) {

  /** Who has to change something. */
  public enum Blame {
    CALLER,
    POLICY,
    UPSTREAM,
    GATEWAY
  }

  public Fault {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("not an error status: " + status);
    }
    details = List.copyOf(details);
  }

  /** A fault with the status, blame and retry answer that its code usually has. */
  public static Fault of(Code code, String message) {
    return new Fault(code, code.status(), code.blame(), code.retryable(), message, null, List.of());
  }

  /** What an exchange ends with that was ended from outside. */
  public static Fault ended(Lifeline.Reason reason) {
    return switch (reason) {
      case CLIENT_GONE -> of(Code.CLIENT_GONE, "the client closed the connection");
      case DEADLINE -> of(Code.DEADLINE, "the exchange took longer than it may");
      case DRAIN -> of(Code.DRAINING, "the gateway is shutting down");
      case REVOKED -> of(Code.UNAUTHENTICATED, "the credential was revoked");
      case SUSPENDED -> of(Code.POLICY_DENIED, "suspended by an operator");
      case BUDGET -> of(Code.BUDGET_EXCEEDED, "the budget is used up");
    };
  }

  /** The same with what the caller may know by name. */
  public Fault naming(List<String> names) {
    return new Fault(code, status, blame, retryable, message, retryAfter, names);
  }

  /** What a person must allow first, by its id. */
  public Fault awaiting(String approval) {
    var names = new ArrayList<String>();
    names.add(approval);
    names.addAll(details);
    return naming(names);
  }

  /** The id of the approval that is asked for; empty text unless one is. */
  public String approval() {
    return code == Code.APPROVAL_REQUIRED && !details.isEmpty() ? details.getFirst() : "";
  }

  /** The same, to be tried again after {@code wait}. */
  public Fault after(Duration wait) {
    return new Fault(code, status, blame, retryable, message, wait, details);
  }

  /** The same with another HTTP status. */
  public Fault status(int other) {
    return new Fault(code, other, blame, retryable, message, retryAfter, details);
  }

  /** The same, after which trying again does not help. */
  public Fault last() {
    return new Fault(code, status, blame, false, message, retryAfter, details);
  }

  /** Ends the exchange with this fault. */
  public Stop stop() {
    return new Stop(this);
  }
}
