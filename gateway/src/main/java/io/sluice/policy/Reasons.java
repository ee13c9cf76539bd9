package io.sluice.policy;

import io.sluice.policy.Engine.Outcome;
import java.util.List;

/** Why something is refused, in words the caller may see. */
final class Reasons {
  private static final String BROKEN = "policy could not be evaluated";

  private Reasons() {}

  /** Why a model may not be used. */
  static String refusal(Outcome outcome, View view, Rules rules) {
    return of(
        outcome,
        view,
        rules,
        outcome.rules().isEmpty()
            ? "no rule permits {level} content at provider '{provider}'"
            : "policy does not permit provider '{provider}'");
  }

  /** Why a further thing may not be done. */
  static String further(Outcome outcome, View view, Rules rules) {
    return of(outcome, view, rules, "no rule permits this for {level} content");
  }

  private static String of(Outcome outcome, View view, Rules rules, String otherwise) {
    if (outcome.failed()) {
      return BROKEN;
    }
    List<String> reasons = rules.reasons(outcome.rules(), view);
    return reasons.isEmpty() ? new Wording(otherwise).in(view) : String.join("; ", reasons);
  }
}
