package io.sluice.inspect;

import java.util.List;

/**
 * Dates of birth: a date that a word such as "born" or "date of birth" stands before. A date by
 * itself says nothing of anybody.
 */
final class BirthDateDetector implements Detector {
  private static final int GAP_CHARS = 28;
  private static final int DATE_CHARS = 24;
  private static final String MONTHS =
      " jan feb mar apr may jun jul aug sep oct nov dec mai okt dez ene abr ago dic fév avr aoû"
          + " déc";

  @Override
  public String type() {
    return "date_of_birth";
  }

  @Override
  public List<String> words() {
    return List.of(
        "born",
        "birth",
        "birthday",
        "birthdate",
        "dob",
        "d.o.b",
        "geboren",
        "geburtsdatum",
        "geburtstag",
        "nacimiento",
        "nascimento",
        "nascita",
        "naissance",
        "geboortedatum",
        "bday");
  }

  @Override
  public void word(Window window, int start, int end) {
    if (Letters.letter(window.at(start - 1)) && Letters.lower(window.at(start - 1))) {
      return;
    }
    for (int i = end; i < end + GAP_CHARS; i++) {
      char c = window.at(i);
      if (Letters.digit(c) || Letters.letter(c) && !Letters.letter(window.at(i - 1))) {
        int last = date(window, i);
        if (last > 0) {
          window.found(i, last);
          return;
        }
        if (Letters.digit(c)) {
          return;
        }
      }
    }
  }

  /** The end of a date that begins at {@code at}; 0 if none does. */
  private static int date(Window window, int at) {
    int numbers = 0;
    int digits = 0;
    boolean month = false;
    int end = 0;
    int i = at;
    while (i - at < DATE_CHARS) {
      char c = window.at(i);
      if (Letters.digit(c)) {
        int from = i;
        while (i - from < 5 && Letters.digit(window.at(i))) {
          i++;
        }
        if (i - from > 4 || i - from == 3) {
          return 0;
        }
        numbers++;
        digits += i - from;
        end = i;
        i = skip(window, i, "st nd rd th");
      } else if (Letters.letter(c) && !month && named(window, i)) {
        month = true;
        while (i - at < DATE_CHARS && Letters.letter(window.at(i))) {
          i++;
        }
        end = i;
      } else {
        break;
      }
      if (numbers == 3 || month && numbers == 2) {
        break;
      }
      int next = between(window, i);
      if (next < 0) {
        break;
      }
      i = next;
    }
    boolean whole = numbers == 3 && digits >= 4 || month && numbers == 2 && digits >= 3;
    return whole && !Letters.letterOrDigit(window.at(end)) ? end : 0;
  }

  private static int between(Window window, int at) {
    int i = at;
    while (i < at + 3 && " ./-,".indexOf(window.at(i)) >= 0 && window.at(i) != 0) {
      i++;
    }
    if (window.stands("de ", i) || window.stands("of ", i)) {
      i += 3;
    }
    return i > at ? i : -1;
  }

  private static int skip(Window window, int at, String endings) {
    for (String ending : endings.split(" ")) {
      if (window.stands(ending, at) && !Letters.letter(window.at(at + 2))) {
        return at + 2;
      }
    }
    return at;
  }

  private static boolean named(Window window, int at) {
    var three = new StringBuilder(3);
    for (int k = 0; k < 3; k++) {
      three.append((char) (window.at(at + k) | (Letters.upper(window.at(at + k)) ? 0x20 : 0)));
    }
    return MONTHS.contains(" " + three);
  }
}
