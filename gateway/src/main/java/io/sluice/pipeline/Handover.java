package io.sluice.pipeline;

import io.sluice.audit.Ruling;
import io.sluice.flow.CallWeight;
import io.sluice.flow.Declassifier.Declassified;
import io.sluice.flow.ToolPolicy;
import io.sluice.flow.ToolPolicy.Effect;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.ContentRule;
import io.sluice.model.Fault;
import io.sluice.model.Money;
import io.sluice.model.Stop;
import io.sluice.pipeline.Calls.Call;
import io.sluice.policy.Leave;
import io.sluice.policy.Policy;
import io.sluice.policy.ToolUse;
import io.sluice.registry.RouteSetting.Flow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the tool calls of an answer are handed to the application. Each call is a
 * question to policy, recorded before it is acted on; one that may not be made stops the whole
 * answer. In observe mode nothing is stopped: what the stricter modes would have stopped is
 * recorded.
 */
public final class Handover {
  /** The most calls of one answer that are decided about. */
  static final int MOST_CALLS = 128;

  private static final String NOT_OFFERED = "(not offered)";
  private static final Leave UNGOVERNED =
      new Leave(
          false, List.of(), "the policy's schema does not declare the action 'callTool'", false);

  private static final Leave CANARY =
      new Leave(false, List.of(), "its arguments repeat a canary, which nothing may", false);

  private final Policy policy;
  private final Rulings rulings;
  private final Tracing tracing;
  private final HeldAnswers answers;

  /**
   * Asks {@code policy}, records with {@code rulings}; {@code tracing} tells what values are, and
   * what a person may let go waits in {@code answers}.
   */
  public Handover(Policy policy, Rulings rulings, Tracing tracing, HeldAnswers answers) {
    this.policy = policy;
    this.rulings = rulings;
    this.tracing = tracing;
    this.answers = answers;
  }

  /** The answer that was approved for this very request; from then on it is gone. */
  Optional<Bytes> approved(Undertaking work) {
    boolean calls =
        work.content().mode() != Flow.OBSERVE && !work.content().facts().traits().tools().isEmpty();
    return calls || mayHold(work) ? answers.claim(work) : Optional.empty();
  }

  private static boolean mayHold(Undertaking work) {
    return work.content().snapshot().labels().content().mayHold(work.content());
  }

  /**
   * Who is asked before what waits of this answer leaves; null where nothing waits.
   *
   * @param holding names the content rules that want a person to look at it
   */
  Passage.@Nullable Judge judge(Undertaking work, Supplier<List<String>> holding) {
    boolean waits = work.content().mode() != Flow.OBSERVE || mayHold(work);
    return waits ? (calls, answer) -> judged(work, calls, answer, holding.get()) : null;
  }

  /** An error while deciding is a no. */
  private @Nullable Fault judged(
      Undertaking work, List<Call> calls, Transcript answer, List<String> holding) {
    try {
      boolean enforced = work.content().mode() != Flow.OBSERVE;
      return decide(work, enforced ? calls : List.of(), answer, holding);
    } catch (Stop stop) {
      return stop.fault();
    } catch (RuntimeException bug) {
      return Fault.of(Code.POLICY_DENIED, "what waits of the answer could not be decided about");
    }
  }

  private @Nullable Fault decide(
      Undertaking work, List<Call> calls, Transcript answer, List<String> holding) {
    if (calls.size() > MOST_CALLS) {
      return Fault.of(Code.POLICY_DENIED, "the answer has too many tool calls to decide about");
    }
    var traced = tracing.of(work.decided().exchange(), work.content());
    var refused = new LinkedHashMap<Call, Leave>();
    for (Call call : calls) {
      Leave leave = leave(work, call, traced, work.content().mode());
      rulings.record(work, ruling(work, call, leave, leave.allowed()));
      if (!leave.allowed()) {
        refused.put(call, leave);
      }
    }
    for (String rule : holding) {
      rulings.record(work, held(rule));
    }
    return refused.isEmpty() && holding.isEmpty() ? null : refused(work, refused, answer, holding);
  }

  private static Ruling held(String rule) {
    String id = ContentRule.PREFIX + rule;
    return new Ruling(
        "release", "answer", false, List.of(id), "a person must look at it", Money.ZERO, false);
  }

  /** Denied, if one of the calls is; else held, so that a person may let the answer go. */
  private Fault refused(
      Undertaking work, Map<Call, Leave> refused, Transcript answer, List<String> holding) {
    var rules = new TreeSet<String>();
    var shown = new LinkedHashMap<String, String>();
    for (String rule : holding) {
      rules.add(ContentRule.PREFIX + rule);
      shown.put("content rule " + (shown.size() + 1), rule);
    }
    for (var one : refused.entrySet()) {
      Leave leave = one.getValue();
      if (!leave.approvable()) {
        return Fault.of(Code.POLICY_DENIED, "the answer calls a tool: " + leave.reason())
            .naming(leave.rules());
      }
      rules.addAll(leave.rules());
      shown.put("call " + (shown.size() + 1), leave.reason());
    }
    return answers.hold(work, answer, List.copyOf(rules), shown);
  }

  private Leave leave(Undertaking work, Call call, Tracing.Traced traced, Flow mode) {
    if (traced.canary(call.arguments())) {
      return CANARY;
    }
    ToolPolicy tool = traced.tool(call.name());
    CallWeight weight = traced.weigh(tool, call.arguments());
    boolean whole = tool.effect() == Effect.DELETE && weight.bulk();
    boolean strict = mode == Flow.STRICT;
    var context = strict ? traced.toward(weight.reach()) : new Declassified(traced.context(), "");
    var reads = strict ? weight.reach().reads(traced.pieces()) : weight.reach().reads();
    String rule = strict ? context.rule() : weight.reach().rule();
    var use =
        new ToolUse(
            new ToolUse.Tool(
                shown(work, call),
                "",
                tool.effect().word(),
                tool.sink().minIntegrity(),
                tool.sink().maxLevel(),
                traced.described(call.name())),
            context.label(),
            new ToolUse.Arguments(weight.label(), weight.control(), weight.named(), reads),
            word(whole && mode == Flow.BALANCED ? Flow.STRICT : mode));
    Leave leave = policy.call(work.content().facts(), use, work.content().snapshot().rules());
    boolean silent = leave.allowed() && leave.rules().isEmpty();
    boolean harmless = tool.effect() == Effect.READ || tool.effect() == Effect.FETCH;
    return silent && !harmless ? UNGOVERNED : leave.by(rule);
  }

  private static Ruling ruling(Undertaking work, Call call, Leave leave, boolean allowed) {
    String subject = shown(work, call);
    return new Ruling("tool", subject, allowed, leave.rules(), leave.reason(), Money.ZERO, false);
  }

  /** A model may call anything: only names that the caller offered are repeated. */
  private static String shown(Undertaking work, Call call) {
    boolean offered = work.content().facts().traits().tools().contains(call.name());
    return offered ? call.name() : NOT_OFFERED;
  }

  private static String word(Flow mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Ends the exchange, in strict, if its answer could not be released to whoever asks.
   *
   * @throws Stop POLICY_DENIED, recorded; RECORD_UNAVAILABLE
   */
  void settled(Undertaking work) {
    Releasing.settled(policy, rulings, work);
  }

  /** Records what the stricter modes would have stopped of an answer that was observed. */
  void observed(Undertaking work, Answer answer, Foresight foresight) {
    if (work.content().mode() != Flow.OBSERVE) {
      return;
    }
    List<Call> calls = answer.passage().calls();
    try {
      foresight.answered(work, answer, rulings);
      if (calls.isEmpty()) {
        return;
      }
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
    Leave mildest = null;
    for (Flow mode : List.of(Flow.STRICT, Flow.BALANCED)) {
      Leave leave = leave(work, call, traced, mode);
      if (!leave.allowed()) {
        modes.addFirst(word(mode));
        mildest = leave;
      }
    }
    if (mildest != null) {
      rulings.observe(work, ruling(work, call, mildest, true), modes);
    }
  }
}
