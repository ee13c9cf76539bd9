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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Answers questions by rules. Pure: the same facts under the same rules have the same answer.
 * Nothing is allowed unless a rule permits it, a forbid overrides every permit, and whatever goes
 * wrong while deciding is a no.
 */
public final class Policy {
  private static final int REASONS_SHOWN = 4;
  private static final String BROKEN = "policy could not be evaluated";

  /** An answer, and whether it may be remembered: a failure may pass. */
  private record Answer<T>(T value, boolean sure) {}

  /** Whether each candidate of {@code target} may be used, and what must be masked toward it. */
  public Decision decide(Facts facts, Target target, Rules rules) {
    Key key = Key.of(facts, target, rules.declared());
    Decision known = rules.remembered(key, Decision.class);
    if (known != null) {
      return known;
    }
    Answer<Decision> answer = decided(facts, target, rules);
    if (answer.sure()) {
      rules.remember(key, answer.value());
    }
    return answer.value();
  }

  private static Answer<Decision> decided(Facts facts, Target target, Rules rules) {
    var verdicts = new ArrayList<Verdict>();
    boolean sure = true;
    boolean any = false;
    for (Candidate candidate : target.candidates()) {
      Answer<Verdict> answer = weigh(view(facts, candidate, rules), rules);
      verdicts.add(answer.value());
      sure &= answer.sure();
      any |= answer.value().allowed();
    }
    if (any || !sure) {
      Decision decision = any ? new Permit(target, verdicts) : denied(verdicts, rules);
      return new Answer<>(decision, sure);
    }
    Answer<Decision> without = lifted(facts, target, rules);
    Decision decision =
        without.value() instanceof Permit permit
            ? held(verdicts, permit, rules)
            : denied(verdicts, rules);
    return new Answer<>(decision, sure && without.sure());
  }

  /** What is decided where a person lifts the rules that he may lift: every other one stays. */
  private static Answer<Decision> lifted(Facts facts, Target target, Rules rules) {
    Rules without = rules.lifted();
    return without == null
        ? new Answer<>(denied(List.of(), rules), true)
        : decided(facts, target, without);
  }

  private static Decision held(List<Verdict> verdicts, Permit whenApproved, Rules rules) {
    var fault = Fault.of(Code.APPROVAL_REQUIRED, "a person must approve this request");
    var hold = new Hold("", fault, verdicts, whenApproved);
    return new Hold("", fault.naming(rules.shown(hold.rules())), verdicts, whenApproved);
  }

  private static View view(Facts facts, Candidate candidate, Rules rules) {
    Label label = facts.exposure().label();
    return new View(facts, label, Categories.NONE, candidate, null, null, rules.jurisdictions());
  }

  /**
   * One candidate: as the content is, and while that is refused with what the rules let be masked.
   * What is masked depends on the rules about masking alone, so a further forbid can only make it
   * more. Only what detectors found can be masked; the mask grows, so this ends.
   */
  private static Answer<Verdict> weigh(View whole, Rules rules) {
    Candidate candidate = Objects.requireNonNull(whole.model());
    Categories found = Key.found(whole.facts());
    var forced = new TreeSet<String>();
    View view = whole;
    while (true) {
      Outcome outcome = rules.ask(Action.INVOKE_MODEL, view);
      if (outcome.allowed()) {
        forced.addAll(outcome.rules());
        var verdict = new Verdict(candidate, true, view.masked(), List.copyOf(forced), "");
        return new Answer<>(verdict, true);
      }
      Outcome masking = masking(outcome, found, view, rules);
      Categories mask = more(view, rules.mask(masking.rules()), found);
      if (masking.failed() || view.masked().containsAll(mask)) {
        Outcome why = masking.failed() ? masking : outcome;
        String reason = reason(why, view, rules);
        var verdict = new Verdict(candidate, false, Categories.NONE, why.rules(), reason);
        return new Answer<>(verdict, !why.failed());
      }
      forced.addAll(outcome.rules());
      forced.addAll(masking.rules());
      view = whole.masking(mask);
    }
  }

  /** What may be masked in {@code view}; nothing where there is nothing to mask, or no need to. */
  private static Outcome masking(Outcome refused, Categories found, View view, Rules rules) {
    boolean asked = rules.masks() && !refused.failed() && !found.isEmpty();
    Outcome outcome = asked ? rules.ask(Action.MASK, view) : new Outcome(false, List.of(), false);
    return outcome.allowed() || outcome.failed() ? outcome : new Outcome(false, List.of(), false);
  }

  /** What is masked in {@code view}, and what of {@code wanted} was found besides. */
  private static Categories more(View view, Categories wanted, Categories found) {
    var names = new ArrayList<>(view.masked().names());
    for (String name : wanted.names()) {
      if (found.contains(name)) {
        names.add(name);
      }
    }
    return Categories.of(names);
  }

  private static String reason(Outcome outcome, View view, Rules rules) {
    if (outcome.failed()) {
      return BROKEN;
    }
    List<String> reasons = rules.reasons(outcome.rules(), view);
    if (!reasons.isEmpty()) {
      return String.join("; ", reasons);
    }
    var wording =
        outcome.rules().isEmpty()
            ? new Wording("no rule permits {level} content at provider '{provider}'")
            : new Wording("policy does not permit provider '{provider}'");
    return wording.in(view);
  }

  private static Decision denied(List<Verdict> verdicts, Rules rules) {
    var reasons = new LinkedHashSet<String>();
    var ids = new TreeSet<String>();
    for (Verdict verdict : verdicts) {
      reasons.add(verdict.reason());
      ids.addAll(verdict.rules());
    }
    String why = String.join("; ", reasons.stream().limit(REASONS_SHOWN).toList());
    var fault =
        Fault.of(Code.POLICY_DENIED, "policy leaves no model for this request: " + why)
            .naming(rules.shown(ids));
    return new Deny(fault, verdicts);
  }

  /**
   * Whether {@code to}, which the permit allows, may take over from {@code from}, which failed. The
   * content is what remains after the masking that the permit asks for.
   */
  public Leave fallback(Facts facts, Candidate from, Verdict to, Rules rules) {
    if (!to.allowed()) {
      return Leave.no(List.of(), "the permit does not allow this model");
    }
    var view =
        new View(
            facts,
            facts.exposure().masking(to.mask()),
            to.mask(),
            to.candidate(),
            from,
            null,
            rules.jurisdictions());
    return leave(Action.FALLBACK, rules.ask(Action.FALLBACK, view), view, rules);
  }

  /** Whether an answer labelled {@code output} may go to those cleared for {@code audience}. */
  public Leave release(Facts facts, Label output, Level audience, Rules rules) {
    Key key = Key.of(facts, output, audience, rules.declared());
    Leave known = rules.remembered(key, Leave.class);
    if (known != null) {
      return known;
    }
    var view =
        new View(facts, output, Categories.NONE, null, null, audience, rules.jurisdictions());
    Outcome outcome = rules.ask(Action.RELEASE_OUTPUT, view);
    Leave leave = leave(Action.RELEASE_OUTPUT, outcome, view, rules);
    if (!outcome.failed()) {
      rules.remember(key, leave);
    }
    return leave;
  }

  private static Leave leave(Action action, Outcome outcome, View view, Rules rules) {
    if (outcome.allowed()) {
      return Leave.yes(outcome.rules());
    }
    if (outcome.failed()) {
      return Leave.no(outcome.rules(), BROKEN);
    }
    List<String> reasons = rules.reasons(outcome.rules(), view);
    String reason =
        reasons.isEmpty()
            ? new Wording("no rule permits this for {level} content").in(view)
            : String.join("; ", reasons);
    Rules lifted = rules.lifted();
    boolean held = lifted != null && lifted.ask(action, view).allowed();
    return held ? Leave.held(outcome.rules(), reason) : Leave.no(outcome.rules(), reason);
  }
}
