package io.sluice.identity;

import io.sluice.model.Secret;
import java.util.Locale;

/**
 * A caller key in the form in which AWS's clients sign: an access key id and a secret. The secret
 * is derived from the key's id and is kept nowhere.
 */
public record SigningPair(String accessKeyId, Secret secret) {
  private static final String PREFIX = "SLUICE";

  /** The pair of the key {@code id}. */
  static SigningPair of(String id, Secret secret) {
    return new SigningPair(PREFIX + id.toUpperCase(Locale.ROOT), secret);
  }

  /** The id of the key that {@code accessKeyId} belongs to; empty if it is of no such form. */
  static String id(String accessKeyId) {
    return accessKeyId.startsWith(PREFIX)
        ? accessKeyId.substring(PREFIX.length()).toLowerCase(Locale.ROOT)
        : "";
  }

  /** The secret's text, to be shown to its owner once. */
  public String reveal() {
    return secret.open();
  }
}
