package io.sluice.inspect;

/**
 * Payment card numbers: 13 to 19 digits, plain or in groups joined by single spaces or dashes, of a
 * known issuer range and its lengths, with a right check digit. Not inside longer numbers.
 *
 * <p>Source: ISO/IEC 7812-1 (Luhn, annex B); issuer ranges as the schemes publish them.
 */
final class CardDetector implements Detector {
  private static final int MIN_DIGITS = 13;
  private static final int MAX_DIGITS = 19;

  private static final String[] NAMES = {
    "card",
    "credit",
    "creditcard",
    "cc",
    "debit",
    "card number",
    "visa",
    "mastercard",
    "amex",
    "pan",
    "card no",
    "kreditkarte",
    "tarjeta",
    "carte"
  };

  @Override
  public String type() {
    return "card";
  }

  @Override
  public String triggers() {
    return "123456";
  }

  @Override
  public boolean after(char previous) {
    return Letters.border(previous);
  }

  @Override
  public void verify(Window window, int at) {
    if (window.joined(at) || insideNumber(window, at, window.at(at - 1))) {
      return;
    }
    Ends ends = longest(window, at);
    int end = ends.issued;
    if (end == 0 && ends.any > 0 && Context.before(window, at, NAMES)) {
      end = ends.any;
    }
    if (end > 0) {
      window.found(at, end);
    }
  }

  /** After the point of a decimal number, a dash after digits, or another group of four. */
  private static boolean insideNumber(Window window, int at, char before) {
    if (before != '.' && before != ',' && before != '-' && before != ' ') {
      return false;
    }
    if (!Letters.digit(window.at(at - 2))) {
      return false;
    }
    return before != ' '
        || Letters.digit(window.at(at - 3))
            && Letters.digit(window.at(at - 4))
            && Letters.digit(window.at(at - 5))
            && !Letters.letterOrDigit(window.at(at - 6));
  }

  /**
   * Where the longest number with a right check digit ends: of a known issuer, and of any, which
   * counts beside its name only; 0: nowhere.
   */
  private record Ends(int issued, int any) {
    static final Ends NONE = new Ends(0, 0);
  }

  private static Ends longest(Window window, int at) {
    Ends best = Ends.NONE;
    int digits = 0;
    int sum = 0; // Luhn with the digits so far in even places from the left
    int otherSum = 0; // and in odd places
    int prefix = 0; // the first six digits
    char separator = 0;
    int i = at;
    while (digits < MAX_DIGITS) {
      char c = window.at(i);
      if (!Letters.digit(c)) {
        boolean joins = c == ' ' || c == '-';
        if (!joins || separator != 0 && separator != c || !Letters.digit(window.at(i + 1))) {
          return best;
        }
        separator = c;
        i++;
        continue;
      }
      int digit = c - '0';
      int doubled = digit < 5 ? digit * 2 : digit * 2 - 9;
      boolean even = (digits & 1) == 0;
      sum += even ? digit : doubled;
      otherSum += even ? doubled : digit;
      prefix = digits < 6 ? prefix * 10 + digit : prefix;
      digits++;
      i++;
      if (digits >= MIN_DIGITS
          && ((digits & 1) == 0 ? otherSum : sum) % 10 == 0
          && ends(window, i)) {
        best = new Ends(issued(prefix, digits) ? i : best.issued, i);
      }
    }
    return best;
  }

  private static boolean ends(Window window, int end) {
    char after = window.at(end);
    if (Letters.letterOrDigit(after)) {
      return false;
    }
    return after != '.' && after != ',' || !Letters.digit(window.at(end + 1));
  }

  /** True if a scheme issues cards of so many digits under these first six. */
  private static boolean issued(int six, int digits) {
    int two = six / 10_000;
    int four = six / 100;
    return switch (six / 100_000) {
      case 2 ->
          four >= 2221 && four <= 2720
              ? digits == 16
              : four >= 2200 && four <= 2205 && digits >= 16;
      case 3 -> {
        if (two == 34 || two == 37) {
          yield digits == 15;
        }
        yield two == 35
            ? four >= 3528 && four <= 3589 && digits >= 16
            : (two == 36 || two == 38 || two == 39 || four / 10 <= 305) && digits >= 14;
      }
      case 4 -> digits == 13 || digits == 16 || digits == 19;
      case 5 -> two >= 51 && two <= 55 ? digits == 16 : maestro(four);
      default ->
          four == 6011 || four / 10 >= 644 && two <= 65 || two == 62
              ? digits >= 16
              : maestro(four) || two == 60 && digits == 16;
    };
  }

  private static boolean maestro(int four) {
    return switch (four) {
      case 5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763 -> true;
      default -> false;
    };
  }
}
