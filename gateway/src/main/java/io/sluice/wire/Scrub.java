package io.sluice.wire;

/** Takes out of a provider's words what may be a credential, and bounds their length. */
final class Scrub {
  private static final int SECRET_CHARS = 20;

  private Scrub() {}

  /** {@code text} with every long run of key characters that holds a digit replaced by stars. */
  static String text(String text, int mostChars) {
    String bounded = text.length() <= mostChars ? text : text.substring(0, mostChars);
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

  private static boolean key(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '_'
        || c == '*';
  }

  private static boolean secret(String run) {
    boolean known = run.startsWith("sk-") || run.startsWith("sluice_") || run.startsWith("AIza");
    return known || run.length() >= SECRET_CHARS && run.chars().anyMatch(c -> c >= '0' && c <= '9');
  }
}
