package io.sluice.identity;

import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Secret;
import io.sluice.model.Sha256;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS's Signature Version 4: what is signed, and with what. Pure; used to sign requests to a
 * provider and to check those of callers.
 *
 * <p>Source: AWS Identity and Access Management user guide, Create a signed AWS API request.
 */
public final class SignatureV4 {
  /** The name of the scheme, as it stands in the header. */
  public static final String ALGORITHM = "AWS4-HMAC-SHA256";

  /** What the host is called by clients that sign as they ask over HTTP/2. */
  static final String AUTHORITY = ":authority";

  private static final String HMAC = "HmacSHA256";
  private static final String UNRESERVED = "-._~";

  private SignatureV4() {}

  /**
   * What a signature is good for.
   *
   * @param moment such as {@code 20261126T164000Z}
   */
  public record Scope(String moment, String region, String service) {
    /** The scope as text. */
    public String text() {
      return moment.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
    }
  }

  /**
   * The parts of a request that are signed.
   *
   * @param path as it goes over the wire; it is encoded once more
   * @param query without the question mark
   * @param signed names of the signed headers, lower case, sorted
   * @param payload SHA-256 of the body, 64 hexadecimal digits
   */
  public record Signed(
      String method,
      String path,
      String query,
      Headers headers,
      List<String> signed,
      String payload) {
    public Signed {
      signed = List.copyOf(signed);
    }

    /** The request in the one form that both sides come to. */
    public String canonical() {
      var text = new StringBuilder(512).append(method).append('\n');
      text.append(path.isEmpty() ? "/" : encoded(path, true)).append('\n');
      text.append(canonicalQuery()).append('\n');
      for (String name : signed) {
        text.append(name).append(':').append(value(name)).append('\n');
      }
      text.append('\n').append(String.join(";", signed)).append('\n');
      return text.append(payload).toString();
    }

    private String value(String name) {
      String sent = sent(name);
      var values = new ArrayList<String>(1);
      for (Headers.Header field : headers.fields()) {
        if (field.name().equalsIgnoreCase(sent)) {
          values.add(field.value().strip().replaceAll(" +", " "));
        }
      }
      return String.join(",", values);
    }

    private String canonicalQuery() {
      var pairs = new ArrayList<String>();
      for (String pair : query.split("&", -1)) {
        if (!pair.isEmpty()) {
          int equals = pair.indexOf('=');
          String name = equals < 0 ? pair : pair.substring(0, equals);
          String value = equals < 0 ? "" : pair.substring(equals + 1);
          pairs.add(encoded(decoded(name), false) + "=" + encoded(decoded(value), false));
        }
      }
      pairs.sort(null);
      return String.join("&", pairs);
    }
  }

  /** The header that a signed name stands for: a connection of either kind says its host there. */
  static String sent(String name) {
    return name.equals(AUTHORITY) ? "host" : name;
  }

  /** The signature: 64 hexadecimal digits. */
  public static String of(Secret secret, Scope scope, Signed signed) {
    String toSign =
        String.join(
            "\n", ALGORITHM, scope.moment(), scope.text(), sha256(Bytes.utf8(signed.canonical())));
    byte[] start = ("AWS4" + secret.open()).getBytes(StandardCharsets.UTF_8);
    byte[] date = hmac(start, scope.moment().substring(0, 8));
    byte[] key = hmac(hmac(hmac(date, scope.region()), scope.service()), "aws4_request");
    return HexFormat.of().formatHex(hmac(key, toSign));
  }

  /** The value of the header that shows a signature. */
  public static String header(String accessKeyId, Scope scope, Signed signed, String signature) {
    return ALGORITHM
        + " Credential="
        + accessKeyId
        + "/"
        + scope.text()
        + ", SignedHeaders="
        + String.join(";", signed.signed())
        + ", Signature="
        + signature;
  }

  /** SHA-256 of {@code bytes}, 64 hexadecimal digits. */
  public static String sha256(Bytes bytes) {
    return Sha256.hex(bytes);
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + HMAC, e);
    }
  }

  private static String encoded(String text, boolean path) {
    var out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || UNRESERVED.indexOf(c) >= 0
              || path && c == '/';
      if (plain) {
        out.append(c);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** What an {@code Authorization} header of this scheme says. */
  record Shown(String accessKeyId, Scope scope, List<String> signed, String signature) {
    Shown {
      signed = List.copyOf(signed);
    }

    /**
     * Reads one.
     *
     * @param moment of the request; the date of the scope must be its
     * @return empty if it is malformed
     */
    static Optional<Shown> read(String header, String moment) {
      String credential = "";
      String names = "";
      String signature = "";
      for (String part : header.substring(ALGORITHM.length()).split(",", -1)) {
        String one = part.strip();
        int equals = one.indexOf('=');
        String value = one.substring(equals + 1);
        switch (equals < 0 ? "" : one.substring(0, equals)) {
          case "Credential" -> credential = value;
          case "SignedHeaders" -> names = value;
          case "Signature" -> signature = value;
          default -> {
            return Optional.empty();
          }
        }
      }
      String[] parts = credential.split("/", -1);
      if (parts.length != 5 || !moment.matches("\\d{8}T\\d{6}Z") || names.isEmpty()) {
        return Optional.empty();
      }
      var scope = new Scope(moment, parts[2], parts[3]);
      boolean same = credential.equals(parts[0] + "/" + scope.text());
      List<String> signed = List.of(names.split(";", -1));
      boolean lower = names.equals(names.toLowerCase(Locale.ROOT));
      return same && lower
          ? Optional.of(new Shown(parts[0], scope, signed, signature))
          : Optional.empty();
    }
  }
}
