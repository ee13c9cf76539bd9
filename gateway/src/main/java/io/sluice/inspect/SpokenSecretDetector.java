package io.sluice.inspect;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Secrets that are told rather than assigned: in a sentence, as an option of a command, in an
 * {@code Authorization} header. Sources: RFC 7617, RFC 6750.
 */
final class SpokenSecretDetector implements Detector {
  private static final int VALUE_CHARS = 400;
  private static final int LEAST_QUOTED = 4;
  private static final int LEAST_PLAIN = 6;
  private static final int LEAST_BEARER = 12;
  private static final int LEAST_BASIC = 8;
  private static final List<String> STATES =
      List.of("incorrect", "invalid", "required", "wrong", "empty", "correct", "missing", "weak");

  @Override
  public String type() {
    return "credential";
  }

  @Override
  public boolean prevails() {
    return true;
  }

  @Override
  public List<String> words() {
    return List.of(
        "password is ",
        "passphrase is ",
        "passwort ist ",
        "passwort lautet ",
        "mot de passe est ",
        "contrasena es ",
        "-password ",
        "authorization: basic ",
        "authorization: bearer ",
        "authorization\": \"basic ",
        "authorization\": \"bearer ",
        "authorization\":\"basic ",
        "authorization\":\"bearer ");
  }

  @Override
  public void word(Window window, int start, int end) {
    String word = window.text().substring(start, end).toLowerCase(Locale.ROOT);
    if (word.endsWith("basic ")) {
      basic(window, end);
    } else if (word.endsWith("bearer ")) {
      bearer(window, end);
    } else {
      told(window, end, word.startsWith("-"));
    }
  }

  private static void basic(Window window, int from) {
    int end = token(window, from);
    if (end - from < LEAST_BASIC) {
      return;
    }
    try {
      byte[] pair = Base64.getDecoder().decode(window.text().substring(from, end));
      var text = new String(pair, StandardCharsets.UTF_8);
      if (text.indexOf(':') > 0 && text.chars().noneMatch(Character::isISOControl)) {
        window.found(from, end);
      }
    } catch (IllegalArgumentException notBase64) {
      return;
    }
  }

  private static void bearer(Window window, int from) {
    int end = token(window, from);
    if (end - from >= LEAST_BEARER
        && !AssignedSecretDetector.placeholder(window.text().substring(from, end))
        && digits(window, from, end) >= 2
        && Randomness.possible(window, from, end)) {
      window.found(from, end);
    }
  }

  /** Where characters end that a token in a header may have. */
  private static int token(Window window, int from) {
    int end = from;
    while (end - from < VALUE_CHARS
        && (Letters.letterOrDigit(window.at(end)) || "-._~+/=".indexOf(window.at(end)) >= 0)) {
      end++;
    }
    return end;
  }

  private static int digits(Window window, int from, int end) {
    int digits = 0;
    for (int i = from; i < end; i++) {
      digits += Letters.digit(window.at(i)) ? 1 : 0;
    }
    return digits;
  }

  /** In quotes any word that is no state of a password; else what no word looks like. */
  private static void told(Window window, int from, boolean option) {
    char quote = window.at(from);
    boolean quoted = !option && "\"'`".indexOf(quote) >= 0;
    int start = quoted ? from + 1 : from;
    int end = start;
    while (end - start < VALUE_CHARS
        && window.at(end) > ' '
        && window.at(end) < 127
        && (quoted ? window.at(end) != quote : "\"'`,;<>()".indexOf(window.at(end)) < 0)) {
      end++;
    }
    while (!quoted && end > start && ".:".indexOf(window.at(end - 1)) >= 0) {
      end--;
    }
    int length = end - start;
    if (length < (quoted ? LEAST_QUOTED : LEAST_PLAIN)
        || quoted && window.at(end) != quote
        || "-$%<{[&".indexOf(window.at(start)) >= 0) {
      return;
    }
    String value = window.text().substring(start, end);
    boolean state = STATES.contains(value.toLowerCase(Locale.ROOT));
    if (!state
        && !AssignedSecretDetector.placeholder(value)
        && (quoted || AssignedSecretDetector.varied(value))) {
      window.found(start, end);
    }
  }
}
