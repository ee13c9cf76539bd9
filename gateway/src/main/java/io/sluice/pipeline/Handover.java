package io.sluice.pipeline;

import io.sluice.audit.Ruling;
import io.sluice.flow.Arguments;
import io.sluice.flow.CallRule;
import io.sluice.flow.CallRule.Mode;
import io.sluice.flow.CallRule.Verdict;
import io.sluice.json.JsonLimits;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Money;
import io.sluice.model.Stop;
import io.sluice.pipeline.Calls.Call;
import io.sluice.registry.RouteSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the tool calls of an answer are handed to the application. Each call is a
 * question of its own, recorded before it is acted on; one that may not be made stops the whole
 * answer. In observe mode nothing is stopped: what the stricter modes would have stopped is
 * recorded.
 */
public final class Handover {
  /** The most calls of one answer that are decided about. */
  static final int MOST_CALLS = 128;

  private static final String NOT_OFFERED = "(not offered)";

  private final Rulings rulings;
  private final Tracing tracing;

  /** Records with {@code rulings}; {@code tracing} tells what values are worth. */
  public Handover(Rulings rulings, Tracing tracing) {
    this.rulings = rulings;
    this.tracing = tracing;
  }

  /** Who is asked before a tool call of this answer leaves; null where nothing waits. */
  Passage.@Nullable Judge judge(Undertaking work) {
    return switch (work.content().mode()) {
      case OBSERVE -> null;
      case BALANCED -> calls -> judged(work, calls, Mode.BALANCED);
      case STRICT -> calls -> judged(work, calls, Mode.STRICT);
    };
  }

  /** An error while deciding is a no. */
  private @Nullable Fault judged(Undertaking work, List<Call> calls, Mode mode) {
    try {
      return decide(work, calls, mode);
    } catch (Stop stop) {
      return stop.fault();
    } catch (RuntimeException bug) {
      return Fault.of(
          Code.POLICY_DENIED, "the tool calls of the answer could not be decided about");
    }
  }

  private @Nullable Fault decide(Undertaking work, List<Call> calls, Mode mode) {
    if (calls.size() > MOST_CALLS) {
      return Fault.of(Code.POLICY_DENIED, "the answer has too many tool calls to decide about");
    }
    var traced = tracing.of(work.decided().exchange(), work.content());
    Fault first = null;
    for (Call call : calls) {
      Verdict verdict = verdict(traced, call, mode);
      rulings.record(work, ruling(work, call, verdict, List.of()));
      if (!verdict.allowed() && first == null) {
        first = refused(work, call, verdict);
      }
    }
    return first;
  }

  private static Fault refused(Undertaking work, Call call, Verdict verdict) {
    String why = "the answer calls tool '%s': %s".formatted(shown(work, call), verdict.reason());
    return Fault.of(
            Code.POLICY_DENIED,
            why + "; this needs an approval, and nobody is named who could give it")
        .naming(List.of(verdict.rule()));
  }

  private Verdict verdict(Tracing.Traced traced, Call call, Mode mode) {
    Optional<Arguments> arguments = Arguments.of(call.arguments(), JsonLimits.DEFAULT);
    return arguments.isEmpty()
        ? Verdict.NOT_UNDERSTOOD
        : new CallRule(traced.tool(call.name()), traced.circumstances())
            .judge(arguments.get(), mode);
  }

  private static Ruling ruling(
      Undertaking work, Call call, Verdict verdict, List<String> wouldStop) {
    boolean allowed = verdict.allowed() || !wouldStop.isEmpty();
    var rules = List.of(verdict.rule());
    return new Ruling(
        "tool", shown(work, call), allowed, rules, verdict.reason(), Money.ZERO, wouldStop);
  }

  /** A model may call anything: only names that the caller offered are repeated. */
  private static String shown(Undertaking work, Call call) {
    boolean offered = work.content().facts().traits().tools().contains(call.name());
    return offered ? call.name() : NOT_OFFERED;
  }

  /** Records what the stricter modes would have stopped of an answer that was observed. */
  void observed(Undertaking work, Answer answer) {
    List<Call> calls = answer.passage().calls();
    if (calls.isEmpty() || work.content().mode() != RouteSetting.Flow.OBSERVE) {
      return;
    }
    try {
      var traced = tracing.of(work.decided().exchange(), work.content());
      for (Call call : calls.subList(0, Math.min(calls.size(), MOST_CALLS))) {
        note(work, call, traced);
      }
    } catch (Stop unrecorded) { // nothing is enforced, and the closing entry meets the same log
      return;
    }
  }

  private void note(Undertaking work, Call call, Tracing.Traced traced) {
    var modes = new ArrayList<String>(2);
    Verdict mildest = Verdict.ALLOWED;
    for (Mode mode : List.of(Mode.STRICT, Mode.BALANCED)) {
      Verdict verdict = verdict(traced, call, mode);
      if (!verdict.allowed()) {
        modes.addFirst(mode.name().toLowerCase(Locale.ROOT));
        mildest = verdict;
      }
    }
    if (!modes.isEmpty()) {
      rulings.record(work, ruling(work, call, mildest, modes));
    }
  }
}
