package io.sluice.identity;

import io.sluice.model.Secret;

/** An operator just added. The only place where the token is, and only until it is shown. */
public record IssuedOperator(OperatorRecord operator, Secret token) {
  /** The token's text, to be shown once and kept nowhere. */
  public String reveal() {
    return token.open();
  }
}
