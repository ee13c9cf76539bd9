package io.sluice.identity;

import io.sluice.identity.SignatureV4.Shown;
import io.sluice.identity.SignatureV4.Signed;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A request that its caller signed (Signature Version 4) instead of showing a key.
 *
 * @param method such as {@code POST}
 * @param path as it came over the wire
 * @param query without the question mark
 * @param body waits for the body; asked only where the caller did not say the body's hash
 */
public record SignedCall(
    String method, String path, String query, Headers headers, Supplier<Bytes> body) {
  /** How far the caller's clock may be off, and so how long a signature can be used again. */
  public static final Duration SKEW = Duration.ofMinutes(5);

  private static final String AUTHORIZATION = "authorization";
  private static final String DATE = "x-amz-date";
  private static final String HASH = "x-amz-content-sha256";
  private static final String SESSION = "x-amz-security-token";
  private static final String SERVICE = "bedrock";
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

  /** True if the value of an {@code Authorization} header is of this scheme. */
  public static boolean is(String authorization) {
    return authorization.startsWith(SignatureV4.ALGORITHM);
  }

  /**
   * What the header says, if the request can be one that we check: of now, for this service,
   * without a session, and with every header signed that decides what is done.
   */
  Optional<Shown> shown(Instant now) {
    String moment = headers.first(DATE, "");
    if (headers.first(SESSION).isPresent() || !near(moment, now)) {
      return Optional.empty();
    }
    return Shown.read(headers.first(AUTHORIZATION, "").strip(), moment).filter(this::covers);
  }

  private boolean covers(Shown shown) {
    if (!shown.scope().service().equals(SERVICE)
        || !shown.signed().contains("host") && !shown.signed().contains(SignatureV4.AUTHORITY)
        || !shown.signed().contains(DATE)) {
      return false;
    }
    for (Headers.Header field : headers.fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (name.startsWith("x-amz-") && !shown.signed().contains(name)) {
        return false;
      }
    }
    return shown.signed().stream().allMatch(this::isSent);
  }

  private boolean isSent(String name) {
    return headers.first(SignatureV4.sent(name)).isPresent();
  }

  private static boolean near(String moment, Instant now) {
    try {
      Instant then = LocalDateTime.parse(moment, MOMENT).toInstant(ZoneOffset.UTC);
      return Duration.between(then, now).abs().compareTo(SKEW) <= 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** True if the caller said the hash of the body, so that the signature can be checked before. */
  boolean hashSaid() {
    return headers.first(HASH).isPresent();
  }

  /** True if {@code secret} made the signature. Takes as long for every answer. */
  boolean signedWith(Secret secret, Shown shown) {
    String hash = headers.first(HASH).orElseGet(() -> SignatureV4.sha256(body.get()));
    var signed = new Signed(method, path, query, headers, shown.signed(), hash);
    String right = SignatureV4.of(secret, shown.scope(), signed);
    return same(right, shown.signature());
  }

  /** True if {@code body} is the one that was signed. */
  boolean covers(Bytes body) {
    return headers.first(HASH).map(said -> same(SignatureV4.sha256(body), said)).orElse(true);
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** The method only. */
  @Override
  public String toString() {
    return "SignedCall[" + method + "]";
  }
}
