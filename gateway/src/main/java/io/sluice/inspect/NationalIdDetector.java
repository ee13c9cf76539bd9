package io.sluice.inspect;

import java.util.Locale;

/**
 * Identity numbers of people: by their check digits and their way of writing, and where those are
 * weak only beside a word that names them. {@link NationalIds} says which.
 */
final class NationalIdDetector implements Detector {
  private static final int MOST_CHARS = 24;
  private static final String[] AMERICAN = {"ssn", "social security", "social", "security number"};
  private static final String[] TAX = {
    "steuer-id",
    "steueridentifikationsnummer",
    "steuernummer",
    "idnr",
    "tin",
    "tax id",
    "tax number",
    "steuer id",
    "identifikationsnummer"
  };
  private static final String[] CANADIAN = {"sin", "social insurance", "insurance number", "nas"};
  private static final String[] INDIAN = {"aadhaar", "aadhar", "uidai", "adhaar", "uid"};
  private static final String[] BRAZILIAN = {"cpf", "cadastro"};
  private static final String[] ANY = {
    "national id",
    "national identity",
    "identity number",
    "id number",
    "personal id",
    "id no",
    "passport",
    "passport number",
    "passport no",
    "driver's license",
    "license number",
    "licence number",
    "driving licence",
    "driver license",
    "driver's licence",
    "drivers license",
    "id card",
    "dni",
    "nie",
    "curp",
    "codice fiscale",
    "nino",
    "national insurance"
  };

  @Override
  public String type() {
    return "national_id";
  }

  @Override
  public String triggers() {
    return "0123456789";
  }

  @Override
  public boolean after(char previous) {
    return !Letters.digit(previous) && previous != '.' && previous != ',';
  }

  @Override
  public void verify(Window window, int at) {
    int start = at;
    while (at - start < 6 && Letters.letter(window.at(start - 1)) && !window.escape(start - 1)) {
      start--;
    }
    char before = window.at(start - 1);
    if (before == ' ' && Letters.digit(window.at(start - 2))) {
      return; // the middle of a number in groups
    }
    if (Letters.letterOrDigit(before) && !window.escape(start - 1)
        || (before == '-' || before == '.' || before == '/' || before == '_')
            && Letters.letterOrDigit(window.at(start - 2))) {
      return;
    }
    var id = new StringBuilder(MOST_CHARS);
    var marks = new StringBuilder(8);
    int end = read(window, start, id, marks);
    if (end > 0 && is(window, start, id.toString().toUpperCase(Locale.ROOT), marks.toString())) {
      window.found(start, end);
    }
  }

  /** Reads letters and digits into {@code id} and where single separators stood into marks. */
  private static int read(Window window, int start, StringBuilder id, StringBuilder marks) {
    int i = start;
    for (; i - start < MOST_CHARS; i++) {
      char c = window.at(i);
      if (Letters.letterOrDigit(c)) {
        id.append(c);
        continue;
      }
      char next = window.at(i + 1);
      boolean joins = c == '-' || c == '.' || c == ' ' || c == '/';
      boolean digitsNext = Letters.digit(next) || c == '-' && Letters.letter(next);
      if (!joins || !digitsNext || id.isEmpty()) {
        return i;
      }
      marks.append(c).append((char) ('a' + Math.min(25, id.length())));
    }
    return 0;
  }

  private static boolean is(Window window, int at, String id, String marks) {
    return allDigits(id) ? digits(window, at, id, marks) : mixed(window, at, id, marks);
  }

  private static boolean digits(Window window, int at, String d, String marks) {
    boolean plain = marks.isEmpty();
    return switch (d.length()) {
      case 7, 8 -> plain && Context.before(window, at, ANY);
      case 9 -> {
        boolean dashed = marks.equals("-d-f");
        if (dashed && NationalIds.american(d)) {
          yield true;
        }
        yield named(window, at, AMERICAN)
            || (plain || marks.equals(" d g") || marks.equals("-d-g"))
                && NationalIds.canadian(d)
                && named(window, at, CANADIAN)
            || plain && Context.before(window, at, ANY);
      }
      case 10 -> Context.before(window, at, ANY);
      case 11 ->
          NationalIds.brazilian(d)
                  && (marks.equals(".d.g-j") || plain && named(window, at, BRAZILIAN))
              || NationalIds.german(d) && named(window, at, TAX);
      case 12 ->
          NationalIds.indian(d)
              && (marks.equals(" e i") || marks.equals("-e-i") || named(window, at, INDIAN));
      case 15 -> NationalIds.french(d) && (plain || marks.startsWith(" b d f"));
      case 18 -> plain && NationalIds.chinese(d);
      default -> false;
    };
  }

  private static boolean mixed(Window window, int at, String id, String marks) {
    return switch (id.length()) {
      case 9 ->
          digitsIn(id, 2, 8) && !Letters.digit(id.charAt(0)) && !Letters.digit(id.charAt(1))
              ? NationalIds.british(id)
              : (marks.isEmpty() || marks.equals("-i") || marks.startsWith("-b"))
                      && NationalIds.spanish(id)
                  || passport(window, at, id);
      case 16 -> marks.isEmpty() && NationalIds.italian(id) || passport(window, at, id);
      case 18 -> digitsIn(id, 0, 17) && NationalIds.chinese(id);
      case 7, 8, 10, 11, 12, 13, 14, 15 -> passport(window, at, id);
      default -> false;
    };
  }

  /** What stands behind a word such as passport, and has digits enough. */
  private static boolean passport(Window window, int at, String id) {
    long digits = id.chars().filter(c -> c >= '0' && c <= '9').count();
    return digits * 2 > id.length() && Context.before(window, at, ANY);
  }

  private static boolean named(Window window, int at, String... words) {
    return Context.before(window, at, words);
  }

  private static boolean allDigits(String id) {
    return digitsIn(id, 0, id.length());
  }

  private static boolean digitsIn(String id, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Letters.digit(id.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
