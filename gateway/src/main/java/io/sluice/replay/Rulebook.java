package io.sluice.replay;

import io.sluice.audit.Ruleset;
import io.sluice.policy.Rules;
import java.util.Optional;

/** The rules of every version that ever decided. */
@FunctionalInterface
public interface Rulebook {
  /** Those that {@code ruleset} names; empty if they are not kept here or cannot be prepared. */
  Optional<Rules> rules(Ruleset ruleset);
}
