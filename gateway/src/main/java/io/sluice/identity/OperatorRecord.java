package io.sluice.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operator as kept: everything but the token. Moments are whole milliseconds.
 *
 * @param id the second part of the token's text
 * @param name unique among the operators that are not revoked
 * @param createdBy the name of the operator who added this one
 */
public record OperatorRecord(
    String id,
    String name,
    Role role,
    Proof proof,
    Instant createdAt,
    String createdBy,
    @Nullable Instant revokedAt) {

  /** Who this is. */
  public Operator operator() {
    return new Operator(name, role);
  }

  /** How the token is shown: its beginning and its last four characters. */
  public String shown() {
    return Token.Kind.OPERATOR.prefix() + id + "_..." + proof.lastFour();
  }
}
