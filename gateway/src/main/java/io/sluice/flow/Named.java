package io.sluice.flow;

import io.sluice.model.Span;
import io.sluice.model.Stretch;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words in which a destination counts as named: a trusted principal's own, and what address
 * books returned; without what in them was recognised as somebody else's.
 */
public final class Named {
  /** What numbers are written with between their digits. */
  private static final String BETWEEN = " \u00a0-./()";

  private static final int NUMBER_CHARS = 8;

  private final List<String> texts = new ArrayList<>();
  private final List<String> listed = new ArrayList<>(0);

  /** Adds a text, without the {@code foreign} stretches of it. */
  public void add(String text, List<Stretch> foreign) {
    int from = 0;
    for (Stretch stretch : foreign) {
      Span span = stretch.span();
      if (span.start() > from) {
        keep(text.substring(from, span.start()));
      }
      from = Math.max(from, span.end());
    }
    if (from < text.length()) {
      keep(text.substring(from));
    }
  }

  private void keep(String text) {
    if (!text.isBlank()) {
      texts.add(plain(text));
    }
  }

  /** Adds what an address book returned. */
  public void list(String text) {
    listed.add(plain(text));
  }

  /** Adds one destination as an operator has written it. */
  void entry(String value) {
    listed.add(plain(value));
  }

  /** True if {@code value} stands in an address book. */
  public boolean lists(String value) {
    return stands(listed, value);
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }

  /** True if {@code value} stands in them as a whole: not as a piece of something longer. */
  public boolean names(String value) {
    return stands(texts, value) || stands(listed, value);
  }

  private static boolean stands(List<String> texts, String value) {
    String plain = plain(value.strip());
    if (plain.isEmpty()) {
      return false;
    }
    boolean number = number(plain);
    String wanted = number ? digits(plain) : plain;
    return texts.stream().anyMatch(text -> stands(text, wanted, number));
  }

  private static boolean number(String value) {
    long digits = value.chars().filter(Character::isDigit).count();
    boolean written =
        value.chars().allMatch(c -> Character.isLetterOrDigit(c) || BETWEEN.indexOf(c) >= 0);
    return written && value.length() >= NUMBER_CHARS && digits * 2 >= value.length();
  }

  private static String digits(String value) {
    var out = new StringBuilder(value.length());
    value.chars().filter(Character::isLetterOrDigit).forEach(c -> out.append((char) c));
    return out.toString();
  }

  private static boolean stands(String text, String wanted, boolean number) {
    for (int at = text.indexOf(wanted.charAt(0)); at >= 0; ) {
      int end = number ? over(text, at, wanted) : at + wanted.length();
      boolean there = number ? end > at : text.startsWith(wanted, at);
      if (there && !joins(text, at - 1, -1) && !joins(text, end, 1)) {
        return true;
      }
      at = text.indexOf(wanted.charAt(0), at + 1);
    }
    return false;
  }

  /** Where {@code wanted} ends in {@code text}, read over what stands between; -1: not there. */
  private static int over(String text, int from, String wanted) {
    int at = from;
    for (int i = 0; i < wanted.length(); i++) {
      while (i > 0 && at < text.length() && BETWEEN.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      if (at >= text.length() || text.charAt(at) != wanted.charAt(i)) {
        return -1;
      }
      at++;
    }
    return at;
  }

  /** True if the character at {@code at} makes one word of itself and what it stands beside. */
  private static boolean joins(String text, int at, int step) {
    if (at < 0 || at >= text.length()) {
      return false;
    }
    char c = text.charAt(at);
    if (Character.isLetterOrDigit(c) || c == '_' || c == '@') {
      return true;
    }
    int next = at + step;
    boolean inside = c == '.' || c == '-' || c == '+' || c == '/' || c == ':' || c == '%';
    return inside
        && next >= 0
        && next < text.length()
        && Character.isLetterOrDigit(text.charAt(next));
  }
}
