package io.sluice.inspect;

/**
 * Telephone numbers in national form: the North American way of writing them, and groups of digits
 * beside a word that says what they are. International form is {@link PhoneDetector}'s. Sources:
 * NANP numbering rules; ITU-T E.123.
 */
final class NationalPhoneDetector implements Detector {
  private static final int MOST_CHARS = 24;
  private static final int MIN_DIGITS = 7;
  private static final int MAX_DIGITS = 15;
  private static final String[] NAMES = {
    "phone",
    "phone number",
    "telephone",
    "telephone number",
    "tel",
    "mobile",
    "mobile number",
    "cell",
    "cellphone",
    "cell phone",
    "fax",
    "desk",
    "office",
    "call",
    "called",
    "calling",
    "contact",
    "contact number",
    "whatsapp",
    "sms",
    "text",
    "hotline",
    "dial",
    "ring",
    "answering",
    "number is",
    "messages to",
    "reach",
    "landline",
    "telefon",
    "handy",
    "mobil",
    "rufnummer",
    "teléfono",
    "telefono",
    "móvil",
    "téléphone",
    "portable",
    "cellulare",
    "telefone",
    "celular"
  };
  private static final String[] BEHIND = {
    "office", "fax", "mobile", "cell", "home", "work", "phone"
  };

  @Override
  public String type() {
    return "phone";
  }

  @Override
  public String triggers() {
    return "(0123456789";
  }

  @Override
  public boolean after(char previous) {
    return !Letters.digit(previous)
        && (Letters.border(previous))
        && "+.,/_-$#=&".indexOf(previous) < 0;
  }

  @Override
  public void verify(Window window, int at) {
    if (window.joined(at)) {
      return;
    }
    char before = window.at(at - 1);
    boolean open = window.at(at) == '(';
    if (!open
        && (before == '('
            || before == ' ' && (Letters.digit(window.at(at - 2)) || window.at(at - 2) == '+'))) {
      return; // the middle of a number
    }
    int digits = 0;
    int groups = 0;
    int last = at;
    boolean american = true;
    int i = at;
    int inGroup = 0;
    for (; i - at < MOST_CHARS; i++) {
      char c = window.at(i);
      if (Letters.digit(c)) {
        digits++;
        inGroup++;
        last = i + 1;
        continue;
      }
      if (inGroup > 0) {
        groups++;
        american &= groups > 2 || inGroup == 3;
        inGroup = 0;
      }
      if (!separates(window, i)) {
        break;
      }
    }
    if (digits < MIN_DIGITS
        || digits > MAX_DIGITS
        || Letters.digit(window.at(i))
        || Letters.letter(window.at(last)) && window.at(last) != 'x' && window.at(last) != 'X') {
      return;
    }
    american &= digits == 10 && groups == 3 && area(window, at);
    if (american || idd(window, at, digits) || named(window, at, last, digits)) {
      window.found(at, extension(window, last));
    }
  }

  /** A separator inside a number: one character, or one after a closing bracket. */
  private static boolean separates(Window window, int i) {
    char c = window.at(i);
    char next = window.at(i + 1);
    return switch (c) {
      case '(', ')' -> Letters.digit(next) || next == ' ' || next == '-';
      case ' ', '-', '.', '/' -> Letters.digit(next) || c == ' ' && next == '(';
      default -> false;
    };
  }

  /** A North American area code never begins with 0 or 1. */
  private static boolean area(Window window, int at) {
    int first = window.at(at) == '(' ? at + 1 : at;
    return window.at(first) > '1';
  }

  /** Dialled from abroad: 00 or 001 and more, in groups. */
  private static boolean idd(Window window, int at, int digits) {
    return window.stands("00", at)
        && digits >= 11
        && (window.at(at + 3) == '-' || window.at(at + 4) == ' ' || window.at(at + 4) == '-');
  }

  private static boolean named(Window window, int at, int end, int digits) {
    boolean date = digits == 8 && (window.at(at + 4) == '-' || window.at(at + 4) == '/');
    return !date && (Context.before(window, at, NAMES) || Context.after(window, end, 2, BEHIND));
  }

  private static int extension(Window window, int end) {
    int i = end;
    if ((window.at(i) | 0x20) != 'x') {
      return end;
    }
    i++;
    int from = i;
    while (i - from < 6 && Letters.digit(window.at(i))) {
      i++;
    }
    return i > from && !Letters.letterOrDigit(window.at(i)) ? i : end;
  }
}
