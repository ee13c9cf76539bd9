package io.sluice.identity;

import io.sluice.model.Bytes;

/**
 * What is kept of a token: enough to know it again, not enough to use it.
 *
 * @param digest HMAC-SHA256 of the token under the pepper, 32 bytes
 * @param lastFour the last four characters of its text, so that people can tell keys apart
 */
public record Proof(Bytes digest, String lastFour) {
  public Proof {
    if (digest.length() != 32 || lastFour.length() != 4) {
      throw new IllegalArgumentException("no digest of a token");
    }
  }
}
