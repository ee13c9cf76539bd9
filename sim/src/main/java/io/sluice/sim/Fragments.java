package io.sluice.sim;

import java.util.ArrayList;
import java.util.List;

/** Cuts text into short pieces, never inside a character. */
final class Fragments {
  private Fragments() {}

  static List<String> of(String text, int characters) {
    var pieces = new ArrayList<String>();
    int start = 0;
    while (start < text.length()) {
      int stop = Math.min(text.length(), start + characters);
      if (stop < text.length() && Character.isLowSurrogate(text.charAt(stop))) {
        stop++;
      }
      pieces.add(text.substring(start, stop));
      start = stop;
    }
    return pieces;
  }
}
