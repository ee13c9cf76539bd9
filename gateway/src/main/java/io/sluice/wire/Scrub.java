package io.sluice.wire;

import java.util.List;

/** Takes out of a provider's words what may be a credential, and bounds their length. */
final class Scrub {
  private static final int SECRET_CHARS = 20;
  private static final int HEX_CHARS = 32;
  private static final List<String> PREFIXES =
      List.of(
          "sk-",
          "sk_",
          "sluice_",
          "sluicedg_",
          "sluiceop_",
          "AIza",
          "gsk_",
          "xai-",
          "hf_",
          "AKIA",
          "eyJ",
          "pplx-");

  private Scrub() {}

  /** {@code text} with every run of characters that looks like a key replaced by stars. */
  static String text(String text, int mostBytes) {
    String bounded = bounded(text, mostBytes);
    var out = new StringBuilder(bounded.length());
    int start = 0;
    for (int i = 0; i <= bounded.length(); i++) {
      if (i == bounded.length() || !key(bounded.charAt(i))) {
        String run = bounded.substring(start, i);
        out.append(secret(run) ? "***" : run);
        if (i < bounded.length()) {
          char c = bounded.charAt(i);
          out.append(c < 0x20 ? ' ' : c);
        }
        start = i + 1;
      }
    }
    return out.toString();
  }

  private static String bounded(String text, int mostBytes) {
    int bytes = 0;
    int at = 0;
    while (at < text.length()) {
      int code = text.codePointAt(at);
      bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      if (bytes > mostBytes) {
        return text.substring(0, at);
      }
      at += Character.charCount(code);
    }
    return text;
  }

  private static boolean key(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '_'
        || c == '*';
  }

  /** A known beginning of keys, or a long run of mixed case and digits: names of models are not. */
  private static boolean secret(String run) {
    for (String prefix : PREFIXES) {
      if (run.length() > prefix.length() + 4 && run.startsWith(prefix)) {
        return true;
      }
    }
    if (run.length() < SECRET_CHARS) {
      return false;
    }
    boolean digit = false;
    boolean upper = false;
    boolean lower = false;
    boolean hex = run.length() >= HEX_CHARS;
    for (int i = 0; i < run.length(); i++) {
      char c = run.charAt(i);
      digit |= c >= '0' && c <= '9';
      upper |= c >= 'A' && c <= 'Z';
      lower |= c >= 'a' && c <= 'z';
      hex &= c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }
    return hex || digit && upper && lower;
  }
}
