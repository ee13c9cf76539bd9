package io.sluice.identity;

import io.sluice.model.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A caller key as it is kept: everything but the key.
 *
 * @param principal who its holder is; the principal's id is the key's
 */
public record KeyRecord(String name, Principal principal, Proof proof, Life life) {

  /** Whether a key may still be used. */
  public enum State {
    LIVE,
    EXPIRED,
    REVOKED
  }

  /**
   * When a key may be used: from its creation until just before its expiry. Moments are whole
   * milliseconds.
   *
   * @param createdBy the operator's name
   */
  public record Life(
      Instant createdAt, String createdBy, Instant expiresAt, @Nullable Instant revokedAt) {}

  /** The key's id: the second part of its text. */
  public String id() {
    return principal.id();
  }

  /** How the key is shown: its beginning and its last four characters. */
  public String shown() {
    return Token.Kind.CALLER.prefix() + id() + "_..." + proof.lastFour();
  }

  /** What the key is worth at {@code now}. */
  public State state(Instant now) {
    if (life.revokedAt() != null) {
      return State.REVOKED;
    }
    return now.isBefore(life.expiresAt()) ? State.LIVE : State.EXPIRED;
  }

  /** The same key, revoked; the first revocation stays. */
  public KeyRecord revoked(Instant at) {
    if (life.revokedAt() != null) {
      return this;
    }
    var ended = new Life(life.createdAt(), life.createdBy(), life.expiresAt(), at);
    return new KeyRecord(name, principal, proof, ended);
  }
}
