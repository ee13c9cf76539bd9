package io.sluice.inspect;

import java.util.List;
import java.util.Locale;

/**
 * Secrets by the frame they stand in: the password of a URL, a signed token in three parts, hashes
 * of passwords, and addresses that are themselves the secret. Sources: RFC 3986 section 3.2.1, RFC
 * 7519, crypt(5); the services' pages on webhooks.
 */
final class EmbeddedSecretDetector implements Detector {
  private static final int USER_CHARS = 64;
  private static final int PASSWORD_CHARS = 128;
  private static final int TOKEN_CHARS = 4_096;
  private static final int STREAM_TOKEN_CHARS = 512;
  private static final int PATH_CHARS = 300;
  private static final List<String> HASHES =
      List.of("$2a$", "$2b$", "$2y$", "$1$", "$5$", "$6$", "$y$", "$argon2", "$apr1$", "$krb5");

  private static final List<String> HOOKS =
      List.of(
          "hooks.slack.com/services/",
          "hooks.slack.com/workflows/",
          "discord.com/api/webhooks/",
          "discordapp.com/api/webhooks/",
          "outlook.office.com/webhook/",
          "webhook.office.com/webhookb2/",
          "api.telegram.org/bot",
          "hooks.zapier.com/hooks/catch/");

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
    var words = new java.util.ArrayList<String>(List.of("://", "eyj", "-u ", "--user "));
    words.addAll(HASHES);
    words.addAll(HOOKS);
    return words;
  }

  @Override
  public void word(Window window, int start, int end) {
    String word = window.text().substring(start, end).toLowerCase(Locale.ROOT);
    if (word.equals("://")) {
      userInfo(window, end, true);
    } else if (word.endsWith(" ")) {
      userInfo(window, end, false);
    } else if (word.equals("eyj")) {
      signed(window, start);
    } else if (word.startsWith("$")) {
      hash(window, start, end);
    } else {
      hook(window, start, end);
    }
  }

  /** {@code user:password@} in a URL, or {@code user:password} behind curl's {@code -u}. */
  private static void userInfo(Window window, int from, boolean url) {
    int colon = from;
    while (colon - from < USER_CHARS && (Letters.mailbox(window.at(colon)))) {
      colon++;
    }
    if (window.at(colon) != ':' || !url && colon - from < 3) {
      return;
    }
    int end = colon + 1;
    while (end - colon < PASSWORD_CHARS
        && window.at(end) > ' '
        && window.at(end) < 127
        && "@/\"'<>{}`\\".indexOf(window.at(end)) < 0) {
      end++;
    }
    int length = end - colon - 1;
    boolean closed =
        url ? window.at(end) == '@' && length >= 3 : length >= 8 && window.at(end) <= ' ';
    if (closed && !filler(window.text().substring(colon + 1, end))) {
      window.found(colon + 1, end);
    }
  }

  private static boolean filler(String password) {
    String small = password.toLowerCase(Locale.ROOT);
    return List.of(
                "password", "pass", "passwd", "pwd", "secret", "xxx", "changeme", "your_password")
            .contains(small)
        || small.startsWith("$")
        || small.startsWith("%s")
        || small.startsWith("***")
        || small.startsWith("xxxx")
        || small.startsWith("[")
        || small.startsWith("#");
  }

  /** Header, claims and signature in base64url with dots between. */
  private static void signed(Window window, int start) {
    if (!window.stands("eyJ", start) || window.joined(start)) {
      return;
    }
    int limit = start + (window.growing() ? STREAM_TOKEN_CHARS : TOKEN_CHARS);
    int dots = 0;
    int part = start;
    int end = start;
    int i = start;
    for (; i < limit; i++) {
      char c = window.at(i);
      if (c == '.') {
        if (i - part < 8) {
          return;
        }
        dots++;
        part = i + 1;
      } else if (Letters.letterOrDigit(c) || c == '-' || c == '_' || c == '=') {
        end = i + 1;
      } else {
        break;
      }
    }
    if (dots >= 2 && (end - part >= 16 || i == limit) || i == limit && dots == 1) {
      window.found(start, end);
    }
  }

  private static void hash(Window window, int start, int end) {
    int i = end;
    while (i - end < 160
        && (Letters.letterOrDigit(window.at(i)) || "./$=,+".indexOf(window.at(i)) >= 0)) {
      i++;
    }
    if (i - end >= 22 && window.text().substring(end, i).indexOf('$') >= 0) {
      window.found(start, i);
    }
  }

  private static void hook(Window window, int start, int end) {
    int i = end;
    int digits = 0;
    while (i - end < PATH_CHARS
        && (Letters.letterOrDigit(window.at(i)) || "-_/@:".indexOf(window.at(i)) >= 0)) {
      digits += Letters.digit(window.at(i)) ? 1 : 0;
      i++;
    }
    if (i - end >= 20 && digits >= 4) {
      window.found(start, i);
    }
  }
}
