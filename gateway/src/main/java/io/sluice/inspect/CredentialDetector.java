package io.sluice.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    LOWER,
    HEX,
    BASE64,
    DOTTED,
    OURS;

    boolean has(char c) {
      return switch (this) {
        case WORD -> Letters.letterOrDigit(c);
        case DASHED -> Letters.letterOrDigit(c) || c == '-' || c == '_';
        case CAPITAL -> Letters.upper(c) || Letters.digit(c);
        case LOWER -> Letters.lower(c) || Letters.digit(c);
        case HEX -> Letters.digit(c) || (c | 0x20) >= 'a' && (c | 0x20) <= 'f' && c < 128;
        case BASE64 -> Letters.letterOrDigit(c) || "+/=_-".indexOf(c) >= 0;
        case DOTTED -> Letters.letterOrDigit(c) || "-_.".indexOf(c) >= 0;
        case OURS -> Letters.lower(c) || Letters.digit(c) || c == '_';
      };
    }
  }

  /**
   * One kind of key.
   *
   * @param least the fewest characters after the prefix
   * @param run the fewest letters and digits in a row among them; 0: the prefix says enough
   */
  private record Shape(String prefix, Alphabet alphabet, int least, int run) {}

  private static final int MAX_CHARS = 512;
  private static final int OUR_CHARS = 59;
  private static final int OUR_CRC_CHARS = 7;
  private static final String OUR_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

  /** The shapes, by their prefixes in small letters. */
  private final Map<String, List<Shape>> shapes = new HashMap<>();

  CredentialDetector() {
    for (String line : Shipped.lines("credential-shapes.txt")) {
      String[] parts = line.split(" +");
      var alphabet = Alphabet.valueOf(parts[1].toUpperCase(Locale.ROOT));
      var shape =
          new Shape(parts[0], alphabet, Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
      shapes.computeIfAbsent(parts[0].toLowerCase(Locale.ROOT), _ -> new ArrayList<>()).add(shape);
    }
  }

  @Override
  public String type() {
    return "credential";
  }

  @Override
  public List<String> words() {
    return List.copyOf(shapes.keySet());
  }

  @Override
  public boolean prevails() {
    return true;
  }

  @Override
  public void word(Window window, int start, int end) {
    String prefix = window.text().substring(start, end);
    for (Shape shape : shapes.getOrDefault(prefix.toLowerCase(Locale.ROOT), List.of())) {
      if (shape.prefix.equals(prefix) && begins(window, start)) {
        int last = end(window, start, shape);
        if (last > 0) {
          window.found(start, last);
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
    if (end - from < shape.least || end - from == MAX_CHARS && shape.least < 100) {
      return end - from == MAX_CHARS ? end : 0;
    }
    return switch (shape.alphabet) {
      case OURS -> ours(window, start, from + OUR_CHARS) ? from + OUR_CHARS : 0;
      case CAPITAL -> {
        boolean one = end - from == shape.least && !Letters.lower(window.at(end));
        boolean sample = window.stands("EXAMPLE", end - "EXAMPLE".length());
        yield one && !sample && Randomness.likely(window, from, end, shape.run) ? end : 0;
      }
      case WORD, DASHED, LOWER, HEX, BASE64, DOTTED -> {
        boolean good =
            shape.run == 0
                ? Randomness.possible(window, from, end)
                : Randomness.likely(window, from, end, shape.run);
        yield good ? end : 0;
      }
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
