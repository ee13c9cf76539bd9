package io.sluice.inspect;

/**
 * Private keys in PEM and OpenPGP armour: the header and what follows up to the footer. A header
 * that no key material follows is talk about keys. Source: RFC 7468, RFC 9580 section 6.2.
 */
final class PrivateKeyDetector implements Detector {
  private static final String HEADER = "-----BEGIN ";
  private static final String DASHES = "-----";
  private static final int TITLE_CHARS = 40;
  private static final int BODY_CHARS = 16 << 10;
  private static final int MATERIAL_CHARS = 24;

  /** In a stream the find is reported once so much of the body is there; the rest is not told. */
  private static final int STREAM_BODY_CHARS = 128;

  @Override
  public String type() {
    return "credential";
  }

  @Override
  public String triggers() {
    return "-";
  }

  @Override
  public boolean after(char previous) {
    return previous != '-';
  }

  @Override
  public boolean prevails() {
    return true;
  }

  @Override
  public void verify(Window window, int at) {
    if (!window.stands(HEADER, at)) {
      return;
    }
    int title = at + HEADER.length();
    int body = title;
    while (body - title < TITLE_CHARS
        && (Letters.upper(window.at(body)) || window.at(body) == ' ')) {
      body++;
    }
    if (!window.stands(DASHES, body) || !titled(window, title, body)) {
      return;
    }
    int end = end(window, body + DASHES.length());
    if (end > 0) {
      window.found(at, end);
    }
  }

  private static boolean titled(Window window, int from, int to) {
    String title = window.text().substring(from, to);
    return title.endsWith("PRIVATE KEY") || title.endsWith("PRIVATE KEY BLOCK");
  }

  private static int end(Window window, int from) {
    int limit = from + (window.growing() ? STREAM_BODY_CHARS : BODY_CHARS);
    int material = 0;
    int last = from;
    int i = from;
    for (; i < limit && part(window.at(i)); i++) {
      if (window.at(i) == '-' && window.stands(DASHES, i)) {
        break;
      }
      if (Letters.letterOrDigit(window.at(i))) {
        material++;
        last = i + 1;
      }
    }
    if (material < MATERIAL_CHARS) {
      return 0;
    }
    return window.stands("-----END ", i) ? footer(window, i + "-----END ".length(), last) : last;
  }

  private static int footer(Window window, int from, int otherwise) {
    int i = from;
    while (i - from < TITLE_CHARS && (Letters.upper(window.at(i)) || window.at(i) == ' ')) {
      i++;
    }
    return window.stands(DASHES, i) ? i + DASHES.length() : otherwise;
  }

  /** Base64, line ends as such or as {@code \n}, and the header fields of old PEM. */
  private static boolean part(char c) {
    return Letters.letterOrDigit(c) || " \r\n\t+/=\\:,-.".indexOf(c) >= 0;
  }
}
