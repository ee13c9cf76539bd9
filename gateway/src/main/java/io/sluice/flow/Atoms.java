package io.sluice.flow;

import io.sluice.model.Span;
import java.util.Locale;

/**
 * Finds the short values in a text that mean one thing wherever they stand: addresses of mail and
 * of pages, account, card and telephone numbers in groups or not, identifiers and keys. Each has
 * one normal form, whatever its layout. What many texts share by chance is none: dates, versions,
 * words. Pure; one pass.
 */
final class Atoms {
  /** What an atom is. */
  enum Kind {
    MAIL,
    /** An address of a page deep enough to be of one document. */
    PAGE,
    /** An address that only says which site: it says nothing of how confidential it is. */
    SITE,
    NUMBER,
    TOKEN
  }

  /** Sees atoms, in the order of the text. */
  @FunctionalInterface
  interface Sink {
    /** One: its normal form, and where it stands. */
    void take(Kind kind, String normal, Span span);
  }

  /** The shortest value that is one. */
  static final int LEAST_CHARS = 8;

  private static final int LEAST_DIGITS = 3;
  private static final int LEAST_GROUPED_DIGITS = 9;
  static final int MOST_GROUPED_CHARS = 34;
  private static final int HEAD_LETTERS = 4;
  private static final int MOST_CHARS = 512;
  private static final int DEEP_CHARS = 12;
  private static final String ENDS = "\"'<>[]{}()|`,;\\=*";

  /** Of each ASCII character: whether a value may go on over it. */
  private static final boolean[] INSIDE = new boolean[128];

  static {
    for (char c = '!'; c < INSIDE.length; c++) {
      INSIDE[c] = ENDS.indexOf(c) < 0;
    }
  }

  private static final String PARTS = ":/#?&";

  private final String text;
  private final char[] chars;
  private final Sink sink;

  private Atoms(String text, Sink sink) {
    this.text = text;
    this.chars = text.toCharArray();
    this.sink = sink;
  }

  /** Shows every atom of {@code text}. */
  static void find(String text, Sink sink) {
    if (text.length() >= LEAST_CHARS) {
      new Atoms(text, sink).run();
    }
  }

  /** True if a value may go on over this character. */
  static boolean inside(char c) {
    return c < INSIDE.length ? INSIDE[c] : c != '\u00A0';
  }

  private void run() {
    int at = 0;
    while (at < chars.length) {
      if (!inside(chars[at])) {
        at++;
        continue;
      }
      int end = at + 1;
      boolean url = false;
      boolean signs = telling(chars[at]);
      while (end < chars.length && (inside(chars[end]) || url && query(chars[end]))) {
        signs |= telling(chars[end]);
        url |= chars[end] == ':' && text.startsWith("://", end);
        end++;
      }
      at = !signs ? end : url ? page(at, end) : parts(at, end);
    }
  }

  /** True if a word with such a character may be more than a word; every value has one. */
  private static boolean telling(char c) {
    return c >= '0' && c <= ':' || c == '@';
  }

  private static boolean query(char c) {
    return c == '=' || c == ',' || c == ';';
  }

  private int page(int start, int end) {
    int from = text.indexOf("://", start) + 3;
    int to = end;
    while (to > from && ".,;:!?".indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    int last = Math.min(to, from + MOST_CHARS);
    String normal = text.substring(from, last).toLowerCase(Locale.ROOT);
    normal = normal.startsWith("www.") ? normal.substring(4) : normal;
    while (normal.endsWith("/")) {
      normal = normal.substring(0, normal.length() - 1);
    }
    if (normal.length() >= LEAST_CHARS) {
      int slash = normal.indexOf('/');
      boolean deep = slash > 0 && normal.length() - slash > DEEP_CHARS;
      sink.take(deep ? Kind.PAGE : Kind.SITE, normal, new Span(start, to));
    }
    return end;
  }

  /** What stands between the marks of one word; where to go on. */
  private int parts(int start, int end) {
    int from = start;
    for (int at = start; at <= end; at++) {
      if (at == end || PARTS.indexOf(chars[at]) >= 0) {
        int next = from < at ? part(from, at) : at;
        if (next > at) {
          return next;
        }
        from = at + 1;
      }
    }
    return end;
  }

  private int part(int start, int end) {
    int from = start;
    int to = end;
    while (from < to && !plain(text.charAt(from))) {
      from++;
    }
    while (to > from && !plain(text.charAt(to - 1))) {
      to--;
    }
    int sign = text.indexOf('@', from, to);
    if (sign > from && text.indexOf('.', sign, to) > 0) {
      String mail = text.substring(from, Math.min(to, from + MOST_CHARS));
      sink.take(Kind.MAIL, mail.toLowerCase(Locale.ROOT), new Span(from, to));
      return end;
    }
    int grouped = grouped(from, to);
    if (grouped > to) {
      return grouped;
    }
    token(from, to);
    return end;
  }

  /** Groups of digits with single marks between them, as accounts and telephones are written. */
  private int grouped(int from, int to) {
    if (!group(from, to)) {
      return to;
    }
    int end = to;
    while (end - from < MOST_GROUPED_CHARS + 12) {
      int next = end;
      while (next < text.length() && next - end < 2 && " ()".indexOf(text.charAt(next)) >= 0) {
        next++;
      }
      int stop = next;
      while (stop < text.length() && (plain(text.charAt(stop)) || text.charAt(stop) == '-')) {
        stop++;
      }
      if (next == end || stop == next || !group(next, stop)) {
        break;
      }
      end = stop;
    }
    String normal = normal(from, end);
    boolean number = end > to && digits(normal) >= LEAST_GROUPED_DIGITS;
    if (number && normal.length() <= MOST_GROUPED_CHARS) {
      sink.take(Kind.NUMBER, normal, new Span(from, end));
      return end;
    }
    return to;
  }

  /** Digits with hyphens, or the head of an account number. */
  private boolean group(int from, int to) {
    int digits = 0;
    int letters = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      digits += c >= '0' && c <= '9' ? 1 : 0;
      letters += c >= 'A' && c <= 'Z' ? 1 : c >= 'a' && c <= 'z' ? 99 : 0;
    }
    return digits >= 1
        && (letters == 0 || digits >= 2 && letters <= HEAD_LETTERS)
        && to - from <= MOST_GROUPED_CHARS;
  }

  private void token(int from, int to) {
    if (to - from > MOST_CHARS) {
      return;
    }
    int digits = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      digits += c >= '0' && c <= '9' ? 1 : 0;
    }
    if (digits < LEAST_DIGITS || to - from < LEAST_CHARS) {
      return;
    }
    String normal = normal(from, to);
    if (normal.length() >= LEAST_CHARS && !date(from, to)) {
      boolean number = digits == normal.length();
      sink.take(number ? Kind.NUMBER : Kind.TOKEN, normal, new Span(from, to));
    }
  }

  /** A day, with a time or without: groups of at most four digits with the same mark between. */
  private boolean date(int from, int to) {
    int group = 0;
    int groups = 1;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        group++;
      } else if ((c == '-' || c == '.') && group <= 4) {
        group = 0;
        groups++;
      } else {
        return (c == 'T' || c == 't') && groups == 3;
      }
    }
    boolean packed =
        groups == 1 && group == 8 && (text.startsWith("20", from) || text.startsWith("19", from));
    return packed || groups == 3 && to - from <= 10;
  }

  private String normal(int from, int to) {
    var out = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        out.append((char) (c | 0x20));
      } else if (plain(c)) {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static int digits(String text) {
    return (int) text.chars().filter(c -> c >= '0' && c <= '9').count();
  }

  private static boolean plain(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }
}
