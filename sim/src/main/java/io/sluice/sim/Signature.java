package io.sluice.sim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The opaque proof that thinking came from this provider, and came back unchanged. */
final class Signature {
  private Signature() {}

  static String of(String thinking) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-512")
              .digest(("simulated thinking\n" + thinking).getBytes(StandardCharsets.UTF_8));
      return "Eq" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
