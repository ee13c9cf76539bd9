package io.sluice.vault;

import io.sluice.model.Bytes;
import io.sluice.model.Secret;

/**
 * The key-encryption key, wherever it is: in a file of this machine, or in a service that never
 * gives it out. It wraps one thing, the root key of the {@link KeyRing}, and is asked once at every
 * start.
 */
public interface KeyEncryption {
  /**
   * Wraps a key.
   *
   * @param context what the key is for; it unwraps only under the same
   */
  Bytes wrap(Secret key, Bytes context);

  /**
   * The key that was wrapped.
   *
   * @throws SealBroken if it was altered, or wrapped under another key or context
   */
  Secret unwrap(Bytes wrapped, Bytes context);
}
