package io.sluice.pipeline;

import io.sluice.audit.Change;
import io.sluice.audit.Recorder;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.ExchangeId;
import io.sluice.model.Facts;
import io.sluice.model.Hold;
import io.sluice.model.Permit;
import io.sluice.model.Target;
import io.sluice.model.Verdict;
import io.sluice.policy.Policy;
import io.sluice.policy.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Lets a candidate policy decide beside the one in force. Where it would decide otherwise that is
 * recorded, without waiting for the disk; nothing else comes of it.
 */
record Trial(Policy policy, Recorder recorder) {
  /** What was asked. */
  record Asked(ExchangeId exchange, Facts facts, Target target) {}

  /** {@code decided} is what came of it under the rules of {@code snapshot}. */
  void beside(Asked asked, Decision decided, Snapshot snapshot) {
    Rules candidate = snapshot.trial();
    if (candidate == null) {
      return;
    }
    Decision other = policy.decide(asked.facts(), asked.target(), candidate);
    if (allowed(other).equals(allowed(decided)) && word(other).equals(word(decided))) {
      return;
    }
    var details =
        Map.of(
            "exchange", asked.exchange().value(),
            "was", word(decided),
            "now", word(other),
            "rules", String.join(" ", rules(other)));
    recorder.noted(
        new Change(
            "policy.differed", "gateway", snapshot.ids().policy(), candidate.hash(), details));
  }

  private static String word(Decision decision) {
    return switch (decision) {
      case Permit _ -> "permit";
      case Hold _ -> "hold";
      case Deny _ -> "deny";
    };
  }

  /** Models that may be used, and what is masked toward each. */
  private static List<String> allowed(Decision decision) {
    var all = new ArrayList<String>();
    for (Verdict verdict : decision.verdicts()) {
      if (verdict.allowed()) {
        all.add(verdict.candidate().ref().text() + " " + verdict.mask().names());
      }
    }
    return all;
  }

  private static TreeSet<String> rules(Decision decision) {
    var all = new TreeSet<String>();
    decision.verdicts().forEach(verdict -> all.addAll(verdict.rules()));
    return all;
  }
}
