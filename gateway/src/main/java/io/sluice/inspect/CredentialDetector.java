package io.sluice.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Keys of well-known providers, by their prefix, size and alphabet, and our own by their checksum.
 * What is too regular to be a key, as the samples in documentation are, does not count.
 *
 * <p>Source: the token formats that the providers document for secret scanning.
 */
final class CredentialDetector implements Detector {
  /** What may follow the prefix. */
  private enum Alphabet {
    WORD,
    DASHED,
    CAPITAL,
    OURS;

    boolean has(char c) {
      return switch (this) {
        case WORD -> Letters.letterOrDigit(c);
        case DASHED -> Letters.letterOrDigit(c) || c == '-' || c == '_';
        case CAPITAL -> Letters.upper(c) || Letters.digit(c);
        case OURS -> Letters.lower(c) || Letters.digit(c) || c == '_';
      };
    }
  }

  /**
   * One kind of key.
   *
   * @param trigger index in the prefix of the character that the scanner stops at
   * @param least the fewest characters after the prefix
   * @param run the fewest letters and digits in a row among them
   */
  private record Shape(String prefix, int trigger, Alphabet alphabet, int least, int run) {}

  private static final int MAX_CHARS = 512;
  private static final int OUR_CHARS = 59;
  private static final int OUR_CRC_CHARS = 7;
  private static final String OUR_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

  /** The shapes whose character before the trigger is this one. */
  private final List<List<Shape>> byPrevious = new ArrayList<>();

  CredentialDetector() {
    for (int i = 0; i < 128; i++) {
      byPrevious.add(List.of());
    }
    for (String prefix :
        "ghp_ gho_ ghu_ ghs_ ghr_ npm_ hf_ gsk_ sk_live_ rk_live_ sk_test_".split(" ")) {
      add(prefix, prefix.length() - 1, Alphabet.WORD, 24);
    }
    for (String prefix : "xoxa- xoxb- xoxp- xoxr- xoxs- xapp- github_pat_ sk-".split(" ")) {
      add(prefix, prefix.length() - 1, Alphabet.DASHED, 20);
    }
    for (String prefix : "sluice_ sluiceop_ sluicesn_ sluiceln_".split(" ")) {
      add(prefix, prefix.length() - 1, Alphabet.OURS, OUR_CHARS);
    }
    add("glpat-", 5, Alphabet.DASHED, 20);
    add("AIza", 2, Alphabet.DASHED, 35);
    add("AKIA", 1, Alphabet.CAPITAL, 16);
    add("ASIA", 1, Alphabet.CAPITAL, 16);
  }

  private void add(String prefix, int trigger, Alphabet alphabet, int least) {
    boolean broken = prefix.equals("glpat-") || prefix.equals("AIza"); // dashes within few letters
    char previous = prefix.charAt(trigger - 1);
    var shapes = new ArrayList<>(byPrevious.get(previous));
    shapes.add(new Shape(prefix, trigger, alphabet, least, broken ? 7 : 16));
    byPrevious.set(previous, List.copyOf(shapes));
  }

  @Override
  public String type() {
    return "credential";
  }

  @Override
  public String triggers() {
    return "-_KSz";
  }

  @Override
  public boolean after(char previous) {
    return !byPrevious.get(previous).isEmpty();
  }

  @Override
  public boolean prevails() {
    return true;
  }

  @Override
  public void verify(Window window, int at) {
    List<Shape> shapes = byPrevious.get(window.at(at - 1));
    for (int i = 0; i < shapes.size(); i++) {
      Shape shape = shapes.get(i);
      int start = at - shape.trigger;
      if (window.stands(shape.prefix, start) && begins(window, start)) {
        int end = end(window, start, shape);
        if (end > 0) {
          window.found(start, end);
        }
      }
    }
  }

  private static boolean begins(Window window, int start) {
    char before = window.at(start - 1);
    return !window.joined(start) && before != '-' && before != '_';
  }

  private static int end(Window window, int start, Shape shape) {
    int from = start + shape.prefix.length();
    int end = from;
    while (end - from < MAX_CHARS && shape.alphabet.has(window.at(end))) {
      end++;
    }
    if (end - from < shape.least) {
      return 0;
    }
    return switch (shape.alphabet) {
      case OURS -> ours(window, start, from + OUR_CHARS) ? from + OUR_CHARS : 0;
      case CAPITAL -> {
        boolean one = end - from == shape.least && !Letters.lower(window.at(end));
        boolean sample = window.stands("EXAMPLE", end - "EXAMPLE".length());
        yield one && !sample && Randomness.likely(window, from, end, shape.run) ? end : 0;
      }
      case WORD, DASHED -> Randomness.likely(window, from, end, shape.run) ? end : 0;
    };
  }

  /** The last seven characters are the CRC-32 of all before them, five bits each. */
  private static boolean ours(Window window, int start, int end) {
    var crc = new CRC32();
    int checked = end - OUR_CRC_CHARS;
    for (int i = start; i < checked - 1; i++) {
      crc.update(window.at(i));
    }
    int value = (int) crc.getValue();
    for (int i = 0; i < OUR_CRC_CHARS; i++) {
      int bits = (value >>> (5 * (OUR_CRC_CHARS - 1 - i))) & 31;
      if (window.at(checked + i) != OUR_ALPHABET.charAt(bits)) {
        return false;
      }
    }
    return true;
  }
}
