package io.sluice.flow;

import java.util.function.Predicate;

/**
 * Takes links out of a text that would carry data away when a reader's program fetches them: an
 * image in Markdown is fetched without a click. A link is held until it is whole. Confined to one
 * thread.
 */
public final class LinkGuard {
  /** The longest link that is looked at; a longer one is taken out. */
  static final int MOST_CHARS = 1_024;

  /** What stands where a link was. */
  public static final String WITHHELD = "[link withheld]";

  private static final String[] SCHEMES = {"https://", "http://"};
  private static final String ENDS = "<>\"'`()[]{}|\\^";
  private static final int TOKEN_CHARS = 20;
  private static final double BITS = 3.5;

  private final Predicate<String> suspicious;
  private final StringBuilder held = new StringBuilder();
  private boolean dropping;
  private int withheld;

  /** Takes out links that {@code suspicious} says yes to. */
  public LinkGuard(Predicate<String> suspicious) {
    this.suspicious = suspicious;
  }

  /** Takes a piece; what may leave now. */
  public String feed(String text) {
    held.append(text);
    return pass(false);
  }

  /** The text is complete; the rest of it. */
  public String finish() {
    return pass(true);
  }

  /** Takes a piece of a text that leaves as it is: what would be taken out is only counted. */
  public void count(String text) {
    held.append(text);
    String left = pass(false);
    assert !left.equals(WITHHELD) || withheld > 0;
  }

  /** How many links of such a text, which is complete now, would have been taken out. */
  public int counted() {
    String left = pass(true);
    assert !left.equals(WITHHELD) || withheld > 0;
    return withheld;
  }

  /** How many links were taken out. */
  public int withheld() {
    return withheld;
  }

  private String pass(boolean last) {
    var out = new StringBuilder();
    int at = dropping ? dropped() : 0;
    while (at < held.length()) {
      int start = start(at);
      if (start < 0) {
        int keep = last ? 0 : beginning(at);
        out.append(held, at, held.length() - keep);
        at = held.length() - keep;
        break;
      }
      out.append(held, at, start);
      int end = end(start);
      boolean whole = end < held.length() || last;
      if (!whole && end - start <= MOST_CHARS) {
        at = start;
        break;
      }
      String link = held.substring(start, end);
      boolean taken = link.length() > MOST_CHARS || suspicious.test(link);
      if (taken) {
        withheld++;
      }
      out.append(taken ? WITHHELD : link);
      dropping = !whole;
      at = end;
    }
    held.delete(0, at);
    return out.toString();
  }

  /** Where the rest of a link that is being taken out ends. */
  private int dropped() {
    int end = end(0);
    dropping = end == held.length();
    return end;
  }

  private int start(int from) {
    int first = -1;
    for (String scheme : SCHEMES) {
      for (int at = from; at <= held.length() - scheme.length(); at++) {
        if (matches(at, scheme, scheme.length())) {
          first = first < 0 ? at : Math.min(first, at);
          break;
        }
      }
    }
    return first;
  }

  private boolean matches(int at, String scheme, int length) {
    for (int i = 0; i < length; i++) {
      if (Character.toLowerCase(held.charAt(at + i)) != scheme.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** How many characters at the end may be the beginning of a scheme. */
  private int beginning(int from) {
    for (int length = Math.min(SCHEMES[0].length() - 1, held.length() - from);
        length > 0;
        length--) {
      for (String scheme : SCHEMES) {
        if (length < scheme.length() && matches(held.length() - length, scheme, length)) {
          return length;
        }
      }
    }
    return 0;
  }

  private int end(int from) {
    int at = from;
    while (at < held.length()
        && held.charAt(at) > ' '
        && held.charAt(at) != 0x7f
        && ENDS.indexOf(held.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  /** True if some part of {@code link} looks like data and not like words. */
  public static boolean looksLikeData(String link) {
    for (String token : link.split("[^A-Za-z0-9+_%-]+", -1)) {
      if (token.length() >= TOKEN_CHARS && mixed(token) && bits(token) >= BITS) {
        return true;
      }
    }
    return false;
  }

  private static boolean mixed(String token) {
    boolean digit = token.chars().anyMatch(c -> c >= '0' && c <= '9');
    boolean letter = token.chars().anyMatch(Character::isLetter);
    return digit && letter || token.chars().anyMatch(Character::isUpperCase);
  }

  /** Shannon entropy of its characters, in bits each. */
  private static double bits(String token) {
    var counts = new int[128];
    token.chars().forEach(c -> counts[c & 127]++);
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / token.length();
        bits -= share * Math.log(share) / Math.log(2);
      }
    }
    return bits;
  }
}
