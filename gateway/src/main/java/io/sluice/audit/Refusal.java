package io.sluice.audit;

import io.sluice.model.ExchangeId;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import org.jspecify.annotations.Nullable;

/**
 * An exchange that ended before its decision. Those without facts are counted and entered once per
 * source, reason and minute, so that a flood cannot fill the log.
 *
 * @param source whom to count it for: a credential's id, else the client's address
 * @param facts null: it did not come so far
 */
public record Refusal(
    ExchangeId exchange, Stage stage, Fault fault, String source, @Nullable Facts facts) {
  /** Where it ended. */
  public enum Stage {
    ADMIT,
    AUTHENTICATE,
    LIMIT,
    READ,
    RESOLVE,
    INSPECT,
    DECIDE,
    PLAN,
    RESERVE,
    RECORD
  }
}
