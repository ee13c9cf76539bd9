package io.sluice.inspect;

import java.util.Arrays;

/** JSON text as detectors read it. */
final class RawText {
  private RawText() {}

  /**
   * The same text with every escape sequence of its strings replaced by as many line ends, so that
   * positions stay and no finding begins or ends inside one.
   */
  static String view(String json) {
    int at = json.indexOf('\\');
    if (at < 0) {
      return json;
    }
    var view = json.toCharArray();
    while (at >= 0 && at < view.length) {
      int end = Math.min(view.length, at + (json.startsWith("u", at + 1) ? 6 : 2));
      Arrays.fill(view, at, end, '\n');
      at = json.indexOf('\\', end);
    }
    return new String(view);
  }
}
