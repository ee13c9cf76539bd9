package io.sluice.identity;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Secret;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that a request carried, in this order: {@code Authorization: Bearer}, {@code
 * x-api-key}, {@code x-goog-api-key}, {@code api-key}, {@code ?key=}. Headers with an empty value
 * count as not sent.
 */
public record Presented(List<Secret> credentials) {
  private static final Fault NONE =
      Fault.of(
          Code.UNAUTHENTICATED,
          "no credential: send a Sluice key as 'Authorization: Bearer', 'x-api-key',"
              + " 'x-goog-api-key', 'api-key' or '?key='");
  private static final Fault TWO =
      Fault.of(Code.UNAUTHENTICATED, "the request carries two credentials that differ");

  /** A request without any. */
  public static final Presented NOTHING = new Presented(List.of());

  public Presented {
    credentials = List.copyOf(credentials);
  }

  /** The one credential's bytes; stops the exchange if there is none, or if two differ. */
  byte[] only() {
    byte @Nullable [] first = null;
    for (Secret credential : credentials) {
      byte[] bytes = credential.openBytes();
      if (bytes.length == 0) {
        continue;
      }
      if (first != null && !MessageDigest.isEqual(first, bytes)) {
        throw TWO.stop();
      }
      first = bytes;
    }
    if (first == null) {
      throw NONE.stop();
    }
    return first;
  }
}
