package io.sluice.admin;

import io.sluice.approval.Suspension;
import io.sluice.approval.Suspension.Kind;
import io.sluice.approval.Suspensions;
import io.sluice.identity.Operator;
import io.sluice.identity.Role;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Nearest;
import io.sluice.pipeline.Underway;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The kill switch, as operators use it; every use is recorded. */
public final class ManageSuspensions {
  private static final int MOST_REASON_CHARS = 500;

  private final Suspensions suspensions;
  private final Underway underway;
  private final Names names;
  private final Journal journal;
  private final Clock clock;

  /**
   * What there is to suspend.
   *
   * @param model the {@code provider/id} that a model's name stands for; empty: there is none
   */
  public record Names(
      Function<String, Optional<String>> model, Function<Kind, Set<String>> known) {}

  /** What the switch acts on. */
  public record Parts(Suspensions suspensions, Underway underway, Names names) {}

  /** Over these parts. */
  public ManageSuspensions(Parts parts, Journal journal, Clock clock) {
    this.suspensions = parts.suspensions();
    this.underway = parts.underway();
    this.names = parts.names();
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Stops the use of something at once. Needs the role operator.
   *
   * @param why the reason, and whether exchanges that use it now are ended
   * @return how many were ended
   */
  public synchronized int suspend(Kind kind, String name, Why why, Operator by) {
    by.require(Role.OPERATOR);
    String reason = why.reason();
    if (reason.isBlank() || reason.length() > MOST_REASON_CHARS) {
      throw Fault.of(Code.INVALID_REQUEST, "'reason' says why, in at most 500 characters").stop();
    }
    String known = known(kind, name);
    suspensions.suspend(new Suspension(kind, known, reason, by.name(), clock.now()));
    int ended = why.cut() ? underway.cut(Underway.Kind.valueOf(kind.name()), known) : 0;
    journal.event(
        word(kind) + ".suspended",
        by.name(),
        Map.of(
            word(kind),
            known,
            "reason",
            reason,
            "cut",
            Boolean.toString(why.cut()),
            "ended",
            Integer.toString(ended)));
    return ended;
  }

  /** Why, and whether what runs is ended. */
  public record Why(String reason, boolean cut) {}

  /** Lets something be used again. Needs the role operator. */
  public synchronized void resume(Kind kind, String name, String reason, Operator by) {
    by.require(Role.OPERATOR);
    String known = suspensions.find(kind, name).isPresent() ? name : known(kind, name);
    if (!suspensions.resume(kind, known)) {
      throw Fault.of(Code.NOT_FOUND, "the " + word(kind) + " is not suspended").stop();
    }
    journal.event(word(kind) + ".resumed", by.name(), Map.of(word(kind), known, "reason", reason));
  }

  /** All in force. Needs the role viewer. */
  public List<Suspension> list(Operator by) {
    by.require(Role.VIEWER);
    return suspensions.list();
  }

  private String known(Kind kind, String name) {
    if (kind == Kind.MODEL) {
      return names.model().apply(name).orElseThrow(() -> unknown(kind, name));
    }
    boolean free = kind == Kind.APP && !name.isBlank();
    if (!free && !names.known().apply(kind).contains(name)) {
      throw unknown(kind, name);
    }
    return name;
  }

  private RuntimeException unknown(Kind kind, String name) {
    List<String> nearest = Nearest.to(name, names.known().apply(kind), 2);
    String hint = nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
    return Fault.of(Code.NOT_FOUND, "there is no such " + word(kind) + hint).stop();
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
