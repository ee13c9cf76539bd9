package io.sluice.policy;

import io.sluice.model.Candidate;
import io.sluice.model.Categories;
import io.sluice.model.Exposure.Found;
import io.sluice.model.Facts;
import io.sluice.model.Obligations;
import io.sluice.model.Traits;
import io.sluice.model.Verdict;
import io.sluice.policy.Engine.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Weighs one candidate: the content as it is, and while that is refused with what the rules let be
 * masked. What is masked depends on the rules about masking alone, so a further forbid can only
 * make it more. Only what detectors found can be masked; the mask grows, so this ends.
 */
final class Weighing {
  private final Rules rules;
  private final Candidate candidate;
  private final View whole;
  private final Categories found;
  private final TreeSet<String> forced = new TreeSet<>();

  Weighing(Rules rules, Candidate candidate, View whole) {
    this.rules = rules;
    this.candidate = candidate;
    this.whole = whole;
    this.found = found(whole.facts());
  }

  /**
   * What came of it.
   *
   * @param sure false if something failed, which may pass: not to be remembered
   */
  record Weighed(Verdict verdict, boolean sure) {}

  Weighed weigh() {
    View view = whole;
    while (true) {
      Outcome outcome = rules.ask(Action.INVOKE_MODEL, view);
      if (outcome.allowed()) {
        return permitted(outcome, view);
      }
      Rules.Maskable masking = masking(outcome, view);
      Categories mask = more(view, masking.categories());
      boolean failed = masking.outcome().failed();
      if (failed || view.masked().containsAll(mask)) {
        return refused(failed ? masking.outcome() : outcome, view);
      }
      forced.addAll(outcome.rules());
      forced.addAll(masking.outcome().rules());
      view = whole.masking(mask);
    }
  }

  private Weighed permitted(Outcome outcome, View view) {
    forced.addAll(outcome.rules());
    Obligations owed = rules.owed(outcome.rules());
    List<String> ids = List.copyOf(forced);
    String unmet = unmet(owed, view.facts().traits());
    if (!unmet.isEmpty()) {
      return new Weighed(Verdict.no(candidate, ids, unmet), true);
    }
    return new Weighed(new Verdict(candidate, true, view.masked(), ids, "", owed, false), true);
  }

  /** Why the request itself is against what its permit asks for; empty if it is not. */
  private static String unmet(Obligations owed, Traits traits) {
    if (owed.wholeAnswers() && traits.call().stream()) {
      return "policy permits this only with an answer that is not streamed";
    }
    long most = owed.maxOutputTokens();
    return most > 0 && traits.size().maxOutputTokens() > most
        ? "policy permits at most " + most + " output tokens here"
        : "";
  }

  private Weighed refused(Outcome why, View view) {
    String reason = Reasons.refusal(why, view, rules);
    if (!why.failed() && !whole.approved() && rules.hasApprovals()) {
      Verdict then = new Weighing(rules, candidate, whole.approvedBySomebody()).weigh().verdict();
      if (then.allowed()) {
        var held =
            new Verdict(
                candidate, false, then.mask(), why.rules(), reason, then.obligations(), true);
        return new Weighed(held, true);
      }
    }
    var verdict = Verdict.no(candidate, why.rules(), reason);
    return new Weighed(verdict, !why.failed());
  }

  /** What may be masked in {@code view}; nothing where there is nothing to mask, or no need to. */
  private Rules.Maskable masking(Outcome refused, View view) {
    boolean asked = rules.governs(Action.MASK) && !refused.failed() && !found.isEmpty();
    return asked ? rules.maskable(view) : Rules.Maskable.NOTHING;
  }

  /** What is masked in {@code view}, and what of {@code wanted} was found besides. */
  private Categories more(View view, Categories wanted) {
    var names = new ArrayList<>(view.masked().names());
    for (String name : wanted.names()) {
      if (found.contains(name)) {
        names.add(name);
      }
    }
    return Categories.of(names);
  }

  /** The categories that were found, not declared. */
  private static Categories found(Facts facts) {
    var all = Categories.NONE;
    for (Found one : facts.exposure().found()) {
      all = all.union(one.label().categories());
    }
    return all;
  }
}
