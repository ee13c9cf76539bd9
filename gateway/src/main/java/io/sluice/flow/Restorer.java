package io.sluice.flow;

import io.sluice.json.JsonWriter;
import java.util.List;

/**
 * Puts values back into one text that comes in pieces. It holds back what may be the beginning of a
 * placeholder, at most one placeholder's length. Confined to one thread.
 */
public final class Restorer {
  private final Restoration restoration;
  private final List<String> stems;
  private final boolean json;
  private String held = "";

  Restorer(Restoration restoration, boolean json) {
    this.restoration = restoration;
    this.stems = restoration.stems();
    this.json = json;
  }

  /** Takes the next piece; what of the text can be said now. */
  public String feed(String piece) {
    if (stems.isEmpty()) {
      return piece;
    }
    String text = held.isEmpty() ? piece : held + piece;
    held = "";
    StringBuilder out = null;
    int said = 0;
    for (int i = 0; i < text.length(); i++) {
      String stem = stem(text, i);
      if (stem.isEmpty()) {
        continue;
      }
      int end = i + Tokens.length(stem);
      if (end > text.length()) {
        held = text.substring(i);
        text = text.substring(0, i);
        break;
      }
      String value = restoration.value(text.substring(i, end));
      if (value != null) {
        out = out == null ? new StringBuilder(text.length() + 32) : out;
        out.append(text, said, i).append(json ? JsonWriter.escaped(value).utf8() : value);
        said = end;
        i = end - 1;
      }
    }
    return out == null ? text : out.append(text, said, text.length()).toString();
  }

  /** The text is complete: what was held back. */
  public String finish() {
    String rest = held;
    held = "";
    return rest;
  }

  /** The stem of the placeholder that begins at {@code at}, as far as the text goes, or empty. */
  private String stem(String text, int at) {
    char first = text.charAt(at);
    for (int k = 0; k < stems.size(); k++) {
      String stem = stems.get(k);
      if (stem.charAt(0) == first && begins(text, at, stem)) {
        return stem;
      }
    }
    return "";
  }

  private static boolean begins(String text, int at, String stem) {
    int there = Math.min(stem.length(), text.length() - at);
    if (!text.regionMatches(at, stem, 0, there)) {
      return false;
    }
    int end = Math.min(text.length(), at + Tokens.length(stem));
    for (int i = at + there; i < end; i++) {
      if (!Tokens.letter(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
