package io.sluice.policy;

import io.sluice.model.Candidate;
import io.sluice.model.Categories;
import io.sluice.model.Code;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Hold;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Permit;
import io.sluice.model.Target;
import io.sluice.model.Verdict;
import io.sluice.policy.Engine.Outcome;
import io.sluice.policy.Weighing.Weighed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;

/**
 * Answers questions by rules. Pure: the same facts under the same rules have the same answer.
 * Nothing is allowed unless a rule permits it, a forbid overrides every permit, and whatever goes
 * wrong while deciding is a no.
 */
public final class Policy {
  private static final int REASONS_SHOWN = 4;

  /** Whether each candidate of {@code target} may be used, and what must be masked toward it. */
  public Decision decide(Facts facts, Target target, Rules rules) {
    Key key = Key.of(facts, target, rules.declared());
    Decision known = rules.remembered(key, Decision.class);
    if (known != null) {
      return known;
    }
    var verdicts = new ArrayList<Verdict>();
    boolean sure = true;
    for (Candidate candidate : target.candidates()) {
      var thing = new Thing.Model(candidate, null, target.readers());
      var whole = view(facts, thing, rules);
      var mask = rules.content().mask(facts, candidate);
      var seen = mask.isEmpty() ? whole : whole.masking(mask);
      Weighed weighed = new Weighing(rules, candidate, seen).weigh();
      verdicts.add(rules.content().over(weighed.verdict(), facts));
      sure &= weighed.sure();
    }
    Decision decision = decision(target, verdicts, rules);
    if (sure) {
      rules.remember(key, decision, new Hot(facts, target));
    }
    return decision;
  }

  private static Decision decision(Target target, List<Verdict> verdicts, Rules rules) {
    return verdicts.stream().anyMatch(Verdict::allowed)
        ? new Permit(target, verdicts)
        : refused(target, verdicts, rules);
  }

  /** What rules see of content as it is. */
  static View view(Facts facts, Thing thing, Rules rules) {
    return view(facts, facts.exposure().label(), thing, rules);
  }

  private static View view(Facts facts, Label label, Thing thing, Rules rules) {
    return new View(facts, label, Categories.NONE, thing, rules.jurisdictions(), false);
  }

  /** A Deny; a Hold where a person's approval would allow at least one candidate. */
  private static Decision refused(Target target, List<Verdict> verdicts, Rules rules) {
    var reasons = new LinkedHashSet<String>();
    var ids = new TreeSet<String>();
    boolean approvable = verdicts.stream().anyMatch(Verdict::approvable);
    for (Verdict verdict : verdicts) {
      if (!approvable || verdict.approvable()) {
        reasons.add(verdict.reason());
        ids.addAll(verdict.rules());
      }
    }
    String why = String.join("; ", reasons.stream().limit(REASONS_SHOWN).toList());
    List<String> shown = rules.shown(ids);
    return approvable
        ? new Hold(
            "",
            fault(Code.APPROVAL_REQUIRED, "a person must approve: " + why, shown),
            target,
            verdicts)
        : new Deny(
            fault(Code.POLICY_DENIED, "policy leaves no model for this request: " + why, shown),
            verdicts);
  }

  private static Fault fault(Code code, String message, List<String> rules) {
    return Fault.of(code, message).naming(rules);
  }

  /**
   * Whether {@code to}, which the permit allows, may take over from {@code from}, which failed. The
   * content is what remains after the masking that the permit asks for.
   */
  public Leave fallback(Facts facts, Candidate from, Verdict to, Rules rules) {
    if (!to.allowed()) {
      return Leave.no(List.of(), "the permit does not allow this model");
    }
    String there = to.candidate().profile().jurisdiction();
    boolean leaves = there.isEmpty() || !there.equals(from.profile().jurisdiction());
    if (to.obligations().keepRegion() && leaves) {
      return Leave.no(to.rules(), "the permit does not let this content leave its jurisdiction");
    }
    return leave(Action.FALLBACK, beside(facts, from, to, rules), rules);
  }

  /**
   * Whether a copy of a request that {@code from} answers may go to {@code to}, which the permit
   * allows, only to be compared. No where the schema does not declare the action: a copy is one
   * flow more.
   */
  public Leave shadow(Facts facts, Candidate from, Verdict to, Rules rules) {
    if (!to.allowed()) {
      return Leave.no(List.of(), "the permit does not allow this model");
    }
    return rules.governs(Action.SHADOW)
        ? leave(Action.SHADOW, beside(facts, from, to, rules), rules)
        : Leave.no(List.of(), "the policy's schema does not declare the action 'shadow'");
  }

  private static View beside(Facts facts, Candidate from, Verdict to, Rules rules) {
    Label left = facts.exposure().masking(to.mask());
    var thing = new Thing.Model(to.candidate(), from);
    return new View(facts, left, to.mask(), thing, rules.jurisdictions(), false);
  }

  /** Whether an answer labelled {@code output} may go to those cleared for {@code audience}. */
  public Leave release(Facts facts, Label output, Level audience, Rules rules) {
    return further(
        Action.RELEASE_OUTPUT, view(facts, output, new Thing.Audience(audience), rules), rules);
  }

  /** Whether a tool call that a model made may reach whoever carries it out. */
  public Leave call(Facts facts, ToolUse use, Rules rules) {
    return further(Action.CALL_TOOL, view(facts, use.context(), new Thing.Call(use), rules), rules);
  }

  /**
   * Whether content of this exchange may be kept.
   *
   * @param storing {@code redacted} or {@code full}
   */
  public Leave store(Facts facts, String storing, Rules rules) {
    Label label = facts.exposure().label();
    return further(
        Action.STORE_PAYLOAD, view(facts, label, new Thing.Stored(storing), rules), rules);
  }

  /** Whether an operator may look at a part of the record, such as {@code exchange}. */
  public Leave view(Official operator, String kind, Rules rules) {
    var thing = new Thing.Viewed(kind);
    return further(Action.VIEW_RECORD, view(operator.facts(), Label.BOTTOM, thing, rules), rules);
  }

  /** Whether an operator may do something, such as {@code policy.activate}. */
  public Leave administer(Official operator, String operation, Rules rules) {
    var thing = new Thing.Operation(operation);
    return further(Action.ADMINISTER, view(operator.facts(), Label.BOTTOM, thing, rules), rules);
  }

  /** The answer to a question that a bundle may leave out; remembered. */
  private static Leave further(Action action, View view, Rules rules) {
    if (!rules.governs(action)) {
      return Leave.UNGOVERNED;
    }
    Key key = Key.of(view, rules.declared());
    Leave known = rules.remembered(key, Leave.class);
    if (known != null) {
      return known;
    }
    Outcome outcome = rules.ask(action, view);
    Leave leave = leave(action, outcome, view, rules);
    if (!outcome.failed()) {
      rules.remember(key, leave, null);
    }
    return leave;
  }

  private static Leave leave(Action action, View view, Rules rules) {
    return leave(action, rules.ask(action, view), view, rules);
  }

  private static Leave leave(Action action, Outcome outcome, View view, Rules rules) {
    if (outcome.allowed()) {
      return Leave.yes(outcome.rules());
    }
    boolean approvable =
        !outcome.failed()
            && rules.hasApprovals()
            && rules.ask(action, view.approvedBySomebody()).allowed();
    String reason = Reasons.further(outcome, view, rules);
    return new Leave(false, outcome.rules(), reason, approvable);
  }
}
