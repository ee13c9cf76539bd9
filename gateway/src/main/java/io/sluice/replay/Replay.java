package io.sluice.replay;

import io.sluice.audit.Judged;
import io.sluice.audit.Ruleset;
import io.sluice.model.Decision;
import io.sluice.policy.Policy;
import io.sluice.policy.Rules;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a recorded question to rules again: those of then, which must give the same answer byte for
 * byte, or others.
 */
public final class Replay {
  private final Policy policy = new Policy();
  private final Rulebook rulebook;
  private final Map<Ruleset, Optional<Rules>> known = new HashMap<>();

  /** With the versions of {@code rulebook}. Confined to one thread. */
  public Replay(Rulebook rulebook) {
    this.rulebook = rulebook;
  }

  /** What the rules of then say now; empty if they are not kept any more. */
  public Optional<Judged.Said> again(Judged judged) {
    return known
        .computeIfAbsent(judged.rules(), rulebook::rules)
        .map(rules -> Judged.said(decide(judged, rules)));
  }

  /** What {@code rules} decide of the recorded question. */
  Decision decide(Judged judged, Rules rules) {
    return policy.decide(judged.facts(), judged.target(), rules);
  }
}
