package io.sluice.flow;

import io.sluice.model.Principal;
import io.sluice.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names values for one request: {@code EMAIL_7K3QX2M4AB}, where eight letters are the HMAC of the
 * value in its normal form and two that of its spelling, so that the model sees that two spellings
 * are one value and the caller gets each back as it was. Capitals, digits and underscores only: no
 * format escapes them and models copy them as one word. Confined to one request.
 */
final class Tokens {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int VALUE_LETTERS = 8;
  private static final int LETTERS = 10;

  private final Mac mac;
  private final Set<String> literal;
  private final Map<String, Placeholder> byValue = new HashMap<>();
  private final Map<String, Placeholder> byToken = new HashMap<>();

  /**
   * For one request of one principal.
   *
   * @param literal what looks like a token in the request as it came; never used for a value
   */
  Tokens(Secret key, Principal principal, Set<String> literal) {
    this.literal = new HashSet<>(literal);
    mac = mac(key.openBytes());
    byte[] own = digest("principal", principal.tenant(), principal.id(), 0);
    try {
      mac.init(new SecretKeySpec(own, "HmacSHA256"));
    } catch (InvalidKeyException impossible) {
      throw new IllegalStateException("any bytes are a key", impossible);
    }
  }

  private static Mac mac(byte[] key) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", impossible);
    }
  }

  /** What every token of that type begins with. */
  static String stem(String type) {
    return type.toUpperCase(Locale.ROOT).replace('-', '_') + "_";
  }

  /** The length of a token with that stem. */
  static int length(String stem) {
    return stem.length() + LETTERS;
  }

  /** True if {@code c} may stand after the stem. */
  static boolean letter(char c) {
    return ALPHABET.indexOf(c) >= 0;
  }

  /** The placeholder of a value, the same for the same value. */
  Placeholder of(String type, String category, String value) {
    String known = type + '\0' + value;
    Placeholder placeholder = byValue.get(known);
    for (int attempt = 0; placeholder == null; attempt++) {
      String token = token(type, value, attempt);
      if (!byToken.containsKey(token) && !literal.contains(token)) {
        placeholder = new Placeholder(token, category, value);
        byToken.put(token, placeholder);
        byValue.put(known, placeholder);
      }
    }
    return placeholder;
  }

  /** Every placeholder given out, by its token. */
  Map<String, Placeholder> all() {
    return Map.copyOf(byToken);
  }

  private String token(String type, String value, int attempt) {
    String normal = normal(type, value);
    var token = new StringBuilder(stem(type));
    append(token, digest("value", type, normal, attempt), VALUE_LETTERS);
    append(token, digest("spelling", type, value, attempt), LETTERS - VALUE_LETTERS);
    return token.toString();
  }

  private static void append(StringBuilder token, byte[] hash, int letters) {
    for (int i = 0; i < letters; i++) {
      token.append(ALPHABET.charAt(hash[i] & 31));
    }
  }

  /** Three texts cannot be taken for three others: the length of each goes before it. */
  private byte[] digest(String purpose, String one, String other, int attempt) {
    part(purpose);
    part(one);
    part(other);
    mac.update((byte) attempt);
    return mac.doFinal();
  }

  private void part(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int shift = 24; shift >= 0; shift -= 8) {
      mac.update((byte) (bytes.length >>> shift));
    }
    mac.update(bytes);
  }

  private static String normal(String type, String value) {
    return switch (type) {
      case "email" -> value.toLowerCase(Locale.ROOT);
      case "card", "phone", "iban" -> {
        var plain = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
          if (Character.isLetterOrDigit(value.charAt(i))) {
            plain.append(Character.toUpperCase(value.charAt(i)));
          }
        }
        yield plain.toString();
      }
      default -> value;
    };
  }
}
