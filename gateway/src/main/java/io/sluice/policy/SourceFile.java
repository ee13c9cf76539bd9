package io.sluice.policy;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One file of a bundle.
 *
 * @param path inside the bundle, with {@code /}
 */
public record SourceFile(String path, String text) {

  /** What is wrong at the character {@code offset}. */
  Problem problem(int offset, String message, List<String> nearest) {
    int at = Math.clamp(offset, 0, text.length());
    int line = 1;
    int start = 0;
    for (int i = 0; i < at; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        start = i + 1;
      }
    }
    return new Problem(path, line, text.codePointCount(start, at) + 1, message, nearest);
  }

  /** How many characters the first {@code bytes} bytes of {@code text} are. */
  static int characters(String text, int bytes) {
    byte[] all = text.getBytes(StandardCharsets.UTF_8);
    return new String(all, 0, Math.clamp(bytes, 0, all.length), StandardCharsets.UTF_8).length();
  }
}
