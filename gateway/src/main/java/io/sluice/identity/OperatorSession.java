package io.sluice.identity;

import io.sluice.model.Secret;
import java.time.Instant;

/** A session just opened: what an operator's browser presents instead of a token. */
public record OperatorSession(Operator operator, Secret token, Instant expiresAt) {
  /** The text of the cookie. */
  public String reveal() {
    return token.open();
  }
}
