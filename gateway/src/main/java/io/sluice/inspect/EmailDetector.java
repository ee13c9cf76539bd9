package io.sluice.inspect;

import java.util.Locale;
import java.util.Set;

/**
 * Addresses as people write them: {@code name@host.tld}, no quoted mailboxes, no address literals.
 * Source: RFC 5321 sections 4.1.2 and 4.5.3.1 for sizes.
 */
final class EmailDetector implements Detector {
  private static final int MAILBOX_CHARS = 64;
  private static final int DOMAIN_CHARS = 253;

  /** What follows the last dot of a file name such as {@code icon@2x.png}, and of no address. */
  private static final Set<String> FILES =
      Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "html", "json", "tgz");

  @Override
  public String type() {
    return "email";
  }

  @Override
  public String triggers() {
    return "@";
  }

  @Override
  public boolean after(char previous) {
    return Letters.mailbox(previous);
  }

  @Override
  public void verify(Window window, int at) {
    int start = mailbox(window, at);
    if (start < at) {
      int end = domain(window, at + 1);
      if (end > 0 && !remote(window, start, at, end)) {
        window.found(start, end);
      }
    }
  }

  private static int mailbox(Window window, int at) {
    int start = at;
    while (at - start < MAILBOX_CHARS && Letters.mailbox(window.at(start - 1))) {
      start--;
    }
    if (window.escape(start)) {
      start++;
    }
    while (start < at && !Letters.letterOrDigit(window.at(start)) && window.at(start) != '_') {
      start++;
    }
    return start < at && window.at(at - 1) == '.' ? at : start;
  }

  /** The end of the longest domain from {@code from} on; 0 if there is none. */
  private static int domain(Window window, int from) {
    int end = 0;
    int label = from;
    for (int i = from; i <= from + DOMAIN_CHARS; i++) {
      char c = window.at(i);
      if (Letters.letterOrDigit(c)) {
        continue;
      }
      if (i == label) {
        return end;
      }
      if (label > from && top(window, label, i)) {
        end = i;
      }
      if (c == '.') {
        label = i + 1;
      } else if (c != '-') {
        return end;
      }
    }
    return end;
  }

  private static boolean top(Window window, int from, int to) {
    if (to - from < 2 || to - from > 24) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (!Letters.letter(window.at(i))) {
        return window.stands("xn--", from);
      }
    }
    if (to - from > 4 || window.at(to) == '.') {
      return true;
    }
    return !FILES.contains(window.text().substring(from, to).toLowerCase(Locale.ROOT));
  }

  /** {@code git@host.tld:path} names a repository, not a person. */
  private static boolean remote(Window window, int start, int at, int end) {
    return at - start == 3 && window.stands("git@", start) && window.at(end) == ':';
  }
}
