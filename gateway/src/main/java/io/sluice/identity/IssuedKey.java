package io.sluice.identity;

import io.sluice.model.Secret;

/**
 * A caller key just made. The only place where the key itself is, and only until it is shown.
 *
 * @param pair the same key for clients that sign
 */
public record IssuedKey(KeyRecord key, Secret secret, SigningPair pair) {
  /** The key's text, to be shown to its owner once and kept nowhere. */
  public String reveal() {
    return secret.open();
  }
}
