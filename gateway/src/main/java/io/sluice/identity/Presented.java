package io.sluice.identity;

import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Secret;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that a request carried, in this order: {@code Authorization: Bearer}, {@code
 * x-api-key}, {@code x-goog-api-key}, {@code api-key}, {@code ?key=}. Headers with an empty value
 * count as not sent.
 *
 * @param signed the request itself, if it is signed instead of carrying a key
 */
public record Presented(List<Secret> credentials, Optional<SignedCall> signed) {
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

  /** Credentials of a request that is not signed. */
  public Presented(List<Secret> credentials) {
    this(credentials, Optional.empty());
  }

  /** The request that is signed, if it is; stops the exchange if it carries a key as well. */
  Optional<SignedCall> onlySigned() {
    if (signed.isPresent() && !credentials.isEmpty()) {
      throw TWO.stop();
    }
    return signed;
  }

  /** Stops the exchange if the caller signed another body than this one. */
  public void check(Bytes body) {
    if (signed.isPresent() && !signed.get().covers(body)) {
      throw Fault.of(Code.UNAUTHENTICATED, "the body is not the one that was signed").stop();
    }
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
