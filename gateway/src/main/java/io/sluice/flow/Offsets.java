package io.sluice.flow;

import io.sluice.model.Bytes;

/** Finds characters of a text in the bytes it is written in. */
final class Offsets {
  private Offsets() {}

  /**
   * The byte offsets of characters.
   *
   * @param bytes valid UTF-8
   * @param escaped true for the inside of a JSON string, false for plain text
   * @param positions characters as Java counts them, ascending; none inside a surrogate pair
   * @throws IllegalArgumentException if the text ends before a position
   */
  static int[] of(Bytes bytes, boolean escaped, int[] positions) {
    var offsets = new int[positions.length];
    int at = 0;
    int characters = 0;
    for (int i = 0; i < positions.length; i++) {
      while (characters < positions[i]) {
        if (at >= bytes.length()) {
          throw new IllegalArgumentException("the text ends before character " + positions[i]);
        }
        int b = bytes.at(at);
        if (b >= 0) {
          at += escaped && b == '\\' ? bytes.at(at + 1) == 'u' ? 6 : 2 : 1;
          characters++;
        } else if (b >= (byte) 0xF0) {
          at += 4;
          characters += 2;
        } else {
          at += b >= (byte) 0xE0 ? 3 : 2;
          characters++;
        }
      }
      offsets[i] = at;
    }
    return offsets;
  }
}
