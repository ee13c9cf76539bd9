package io.sluice.approval;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question to a person and what became of it.
 *
 * @param expires when it counts as unanswered
 * @param closing null while it waits
 */
public record Approval(
    String id, Question question, Instant opened, Instant expires, @Nullable Closing closing) {

  /** How far it came. */
  public enum State {
    PENDING,
    GRANTED,
    DENIED,
    /** Nobody answered in time. */
    EXPIRED,
    /** It was granted for once, and that was. */
    USED
  }

  /**
   * How it ended.
   *
   * @param by the operator; {@code gateway} where none had a part in it
   * @param until how long a grant is good, and how long a denial answers the same question
   */
  public record Closing(State state, String by, String reason, Instant at, Instant until) {}

  /** How far it is now. */
  public State state(Instant now) {
    Closing how = closing;
    if (how != null) {
      return how.state();
    }
    return now.isBefore(expires) ? State.PENDING : State.EXPIRED;
  }

  /** True while it answers its question: waiting, or granted or denied and in its time. */
  boolean live(Instant now) {
    Closing how = closing;
    return switch (state(now)) {
      case PENDING -> true;
      case GRANTED, DENIED -> how != null && now.isBefore(how.until());
      case EXPIRED, USED -> false;
    };
  }

  /** The same, ended so. */
  Approval closed(Closing how) {
    return new Approval(id, question, opened, expires, how);
  }
}
