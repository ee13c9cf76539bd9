package io.sluice.policy;

import io.sluice.model.Candidate;
import io.sluice.model.Categories;
import io.sluice.model.Code;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
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
    Decision decision = any ? new Permit(target, verdicts) : denied(verdicts, rules);
    return new Answer<>(decision, sure);
  }

  private static View view(Facts facts, Candidate candidate, Rules rules) {
    Label label = facts.exposure().label();
    return new View(facts, label, Categories.NONE, candidate, null, null, rules.jurisdictions());
  }

  /**
   * One candidate: as the content is, and while it is refused for what masking may take away, with
   * that masked. Only what detectors found can be masked; the mask grows, so this ends.
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
      Categories mask = outcome.failed() ? view.masked() : more(view, outcome, found, rules);
      if (view.masked().containsAll(mask)) {
        String reason = reason(outcome, view, rules);
        var verdict = new Verdict(candidate, false, Categories.NONE, outcome.rules(), reason);
        return new Answer<>(verdict, !outcome.failed());
      }
      forced.addAll(outcome.rules());
      view = whole.masking(mask);
    }
  }

  /** What is masked in {@code view}, and what else could be to satisfy what refused it. */
  private static Categories more(View view, Outcome outcome, Categories found, Rules rules) {
    Categories wanted = outcome.rules().isEmpty() ? rules.maskable() : rules.mask(outcome.rules());
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
      return new Leave(false, List.of(), "the permit does not allow this model");
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
    return leave(rules.ask(Action.FALLBACK, view), view, rules);
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
    Leave leave = leave(outcome, view, rules);
    if (!outcome.failed()) {
      rules.remember(key, leave);
    }
    return leave;
  }

  private static Leave leave(Outcome outcome, View view, Rules rules) {
    if (outcome.allowed()) {
      return new Leave(true, outcome.rules(), "");
    }
    if (outcome.failed()) {
      return new Leave(false, outcome.rules(), BROKEN);
    }
    List<String> reasons = rules.reasons(outcome.rules(), view);
    String reason =
        reasons.isEmpty()
            ? new Wording("no rule permits this for {level} content").in(view)
            : String.join("; ", reasons);
    return new Leave(false, outcome.rules(), reason);
  }
}
