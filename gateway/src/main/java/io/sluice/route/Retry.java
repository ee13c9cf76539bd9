package io.sluice.route;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import java.time.Duration;

/** What happens after an attempt failed. Pure; the whole retry policy of the house is here. */
public final class Retry {
  /** Attempts an exchange may make besides its first. */
  public static final int MOST_FURTHER = 2;

  private Retry() {}

  /** How much of an answer the caller has. */
  public enum Stage {
    /** Nothing was sent to the caller. */
    NOTHING,
    /** The head was sent, without content: the model can no longer be changed. */
    HEAD,
    /** Content was sent. */
    CONTENT
  }

  /**
   * A failed attempt.
   *
   * @param attempts made so far, this one included; at least 1
   * @param fault why it failed
   * @param closed whether the circuit of the failed deployment is still closed
   * @param others whether the plan holds a further candidate that was not tried
   * @param pause how long the same candidate would have to be left before a second try
   * @param left until the exchange's deadline
   */
  public record Failure(
      int attempts,
      Fault fault,
      Stage stage,
      boolean closed,
      boolean others,
      Duration pause,
      Duration left) {}

  /** What to do. */
  public sealed interface Move {
    /**
     * Try the next candidate, at once.
     *
     * @param always whether the retry budget must not deny it: the first fallback stands in for the
     *     attempt that failed, and adds no load where that one went
     */
    record Next(boolean always) implements Move {}

    /** Try the same candidate after this pause, if the retry budget allows. */
    record Same(Duration pause) implements Move {}

    /** End the exchange with the fault. */
    record End() implements Move {}
  }

  /** The move after {@code failure}. */
  public static Move next(Failure failure) {
    if (failure.stage() == Stage.CONTENT || failure.attempts() > MOST_FURTHER) {
      return new Move.End();
    }
    Cure cure = cure(failure.fault().code());
    if (cure == Cure.ANOTHER_ANSWER) {
      boolean once = failure.fault().retryable() && failure.closed() && !failure.left().isZero();
      return once ? new Move.Same(Duration.ZERO) : new Move.End();
    }
    boolean elsewhere = cure != Cure.NOTHING && failure.stage() == Stage.NOTHING;
    if (elsewhere && failure.others() && !failure.left().isZero()) {
      return new Move.Next(failure.attempts() == 1);
    }
    boolean again = cure == Cure.TIME && failure.closed();
    return again && failure.pause().compareTo(failure.left()) < 0
        ? new Move.Same(failure.pause())
        : new Move.End();
  }

  /** What can make a failed attempt succeed. */
  private enum Cure {
    TIME,
    OTHER_MODEL,
    /** The model answered; the next time it may answer otherwise. Once. */
    ANOTHER_ANSWER,
    NOTHING
  }

  private static Cure cure(Code code) {
    return switch (code) {
      case UPSTREAM_RATE_LIMITED,
          UPSTREAM_RAMP,
          UPSTREAM_OVERLOADED,
          UPSTREAM_TRANSIENT,
          UPSTREAM_TIMEOUT,
          STREAM_BROKEN ->
          Cure.TIME;
      case UPSTREAM_CREDENTIAL, UPSTREAM_QUOTA, UPSTREAM_NOT_FOUND, CONTEXT_LENGTH ->
          Cure.OTHER_MODEL;
      case SCHEMA_INVALID -> Cure.ANOTHER_ANSWER;
      // a provider's filter is no obstacle to go around
      case CONTENT_FILTER,
          UPSTREAM_INVALID,
          UNAUTHENTICATED,
          POLICY_DENIED,
          APPROVAL_REQUIRED,
          FORBIDDEN,
          UNKNOWN_MODEL,
          UNSUPPORTED_ENDPOINT,
          NOT_FOUND,
          METHOD_NOT_ALLOWED,
          REQUEST_TIMEOUT,
          CONFLICT,
          TOO_LARGE,
          UNSUPPORTED_MEDIA,
          HEADERS_TOO_LARGE,
          INVALID_REQUEST,
          UNSUPPORTED,
          BUDGET_EXCEEDED,
          RATE_LIMITED,
          OVERLOADED,
          DRAINING,
          NO_ALLOWED_MODEL,
          RECORD_UNAVAILABLE,
          INTERNAL,
          CONTENT_BLOCKED,
          CLIENT_GONE,
          DEADLINE ->
          Cure.NOTHING;
    };
  }
}
