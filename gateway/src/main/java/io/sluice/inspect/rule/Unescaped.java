package io.sluice.inspect.rule;

import io.sluice.model.Span;
import org.jspecify.annotations.Nullable;

/** A text as it reads, with where each of its characters is written. Immutable. */
final class Unescaped {
  private final String text;
  private final int @Nullable [] places; // null: where they read

  private Unescaped(String text, int @Nullable [] places) {
    this.text = text;
    this.places = places;
  }

  /** A text that reads as it is written. */
  static Unescaped plain(String text) {
    return new Unescaped(text, null);
  }

  /** JSON text with the escape sequences of its strings undone. */
  static Unescaped of(String json) {
    if (json.indexOf('\\') < 0) {
      return plain(json);
    }
    var out = new StringBuilder(json.length());
    var places = new int[json.length() + 1];
    int at = 0;
    while (at < json.length()) {
      places[out.length()] = at;
      char c = json.charAt(at);
      if (c != '\\' || at + 1 == json.length()) {
        out.append(c);
        at++;
        continue;
      }
      int code = json.charAt(at + 1) == 'u' ? hex(json, at + 2) : -1;
      out.append(code >= 0 ? (char) code : simple(json.charAt(at + 1)));
      at += code >= 0 ? 6 : 2;
    }
    places[out.length()] = json.length();
    return new Unescaped(out.toString(), places);
  }

  private static char simple(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> c;
    };
  }

  /** The character whose four digits begin there; -1 if they are none. */
  private static int hex(String json, int from) {
    if (from + 4 > json.length()) {
      return -1;
    }
    int code = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = Character.digit(json.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      code = code << 4 | digit;
    }
    return code;
  }

  String text() {
    return text;
  }

  /** Where what reads at {@code span} is written. */
  Span written(Span span) {
    return places == null ? span : new Span(places[span.start()], places[span.end()]);
  }
}
