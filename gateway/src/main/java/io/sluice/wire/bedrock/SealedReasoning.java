package io.sluice.wire.bedrock;

import io.sluice.model.Bytes;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reasoning that a provider sealed, in the base64 that this format carries it in. What is base64
 * already stays as it is; anything else is put into an envelope, and comes out of it unchanged.
 */
final class SealedReasoning {
  private static final String ENVELOPE = "sluice:";

  private SealedReasoning() {}

  /** As this format says it. */
  static String wrapped(String sealed) {
    String decoded = decoded(sealed);
    return decoded != null && !decoded.startsWith(ENVELOPE)
        ? sealed
        : Base64.getEncoder().encodeToString(Bytes.utf8(ENVELOPE + sealed).toArray());
  }

  /** As the provider that sealed it said it. */
  static String unwrapped(String base64) {
    String decoded = decoded(base64);
    return decoded != null && decoded.startsWith(ENVELOPE)
        ? decoded.substring(ENVELOPE.length())
        : base64;
  }

  private static @Nullable String decoded(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return Base64.getEncoder().encodeToString(bytes).equals(text)
          ? Bytes.owning(bytes).utf8()
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
