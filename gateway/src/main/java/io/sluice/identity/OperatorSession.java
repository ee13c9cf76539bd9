package io.sluice.identity;

import io.sluice.model.Secret;
import java.time.Instant;

/**
 * A session just opened.
 *
 * @param id what it is called in the record
 * @param token what an operator's browser presents instead of the operator's own
 */
public record OperatorSession(Operator operator, String id, Secret token, Instant expiresAt) {
  /** The text of the cookie. */
  public String reveal() {
    return token.open();
  }
}
