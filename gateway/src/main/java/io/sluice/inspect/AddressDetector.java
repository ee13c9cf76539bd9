package io.sluice.inspect;

import java.util.ArrayList;
import java.util.List;

/**
 * Street addresses as several languages write them: a house number and names that end in a word for
 * a street, such a word and names and a number, and boxes at a post office. What follows on the
 * same line (flat, place, postal code) belongs to it. Not every address in the world has such a
 * word; those without are found only under a key that names them.
 */
final class AddressDetector implements Detector {
  private static final int NAME_WORDS = 4;
  private static final int WORD_CHARS = 24;

  /** Behind the name, as words of their own. */
  private static final List<String> BEHIND =
      List.of(
          "street",
          "st",
          "avenue",
          "ave",
          "road",
          "rd",
          "boulevard",
          "blvd",
          "lane",
          "ln",
          "drive",
          "dr",
          "court",
          "ct",
          "place",
          "pl",
          "square",
          "sq",
          "terrace",
          "ter",
          "way",
          "parkway",
          "pkwy",
          "highway",
          "hwy",
          "circle",
          "cir",
          "trail",
          "close",
          "crescent",
          "cres",
          "grove",
          "gardens",
          "row",
          "mews",
          "alley",
          "loop",
          "rue",
          "plaza",
          "strasse",
          "straße",
          "weg",
          "utca",
          "tér",
          "gade",
          "vej",
          "allé",
          "platz",
          "ring");

  /** The end of one word that is the street. */
  private static final List<String> ENDINGS =
      List.of(
          "strasse", "straße", "gasse", "weg", "platz", "allee", "gatan", "vägen", "veien", "vegen",
          "gata", "katu", "tie", "kuja", "straat", "laan", "gade", "vej", "plein", "ulica");

  /** Before the name. */
  private static final List<String> BEFORE =
      List.of(
          "rue",
          "avenue",
          "boulevard",
          "place",
          "chemin",
          "allée",
          "impasse",
          "quai",
          "via",
          "viale",
          "piazza",
          "piazzetta",
          "corso",
          "vicolo",
          "calle",
          "avenida",
          "plaza",
          "paseo",
          "carrera",
          "rua",
          "travessa",
          "praça",
          "rúa",
          "ul.",
          "ulica",
          "al.",
          "c/",
          "strada");

  @Override
  public String type() {
    return "address";
  }

  @Override
  public String triggers() {
    return "0123456789";
  }

  @Override
  public boolean after(char previous) {
    return previous == ' '
        || previous == 0
        || previous == '\n'
        || "\t\"'>(:,n#".indexOf(previous) >= 0;
  }

  @Override
  public List<String> words() {
    var words =
        new ArrayList<String>(List.of("p.o. box ", "po box ", "psc ", "postfach ", "apartado "));
    for (String word : BEFORE) {
      if (word.chars().allMatch(c -> c < 128)) {
        words.add(word + (word.endsWith("/") ? "" : " "));
      }
    }
    for (String ending : ENDINGS) {
      if (ending.chars().allMatch(c -> c < 128)) {
        words.add(ending + " ");
      }
    }
    return words;
  }

  /** A house number, then the street. */
  @Override
  public void verify(Window window, int at) {
    if (window.joined(at)) {
      return;
    }
    int i = number(window, at);
    if (i == 0 || window.at(i) != ' ') {
      return;
    }
    i++;
    int second = Letters.digit(window.at(i)) ? number(window, i) : 0;
    if (second > 0 && window.at(second) == ' ' && second - i <= 6) {
      i = second + 1;
    }
    int end = street(window, i);
    if (end > 0) {
      window.found(at, rest(window, end));
    }
  }

  private static int number(Window window, int at) {
    int i = at;
    while (i - at < 6 && Letters.digit(window.at(i))) {
      i++;
    }
    if (i == at || i - at > 5) {
      return 0;
    }
    if (Letters.letter(window.at(i)) && !Letters.letter(window.at(i + 1))) {
      i++;
    }
    return window.at(i) == ',' ? i + 1 : i;
  }

  /** The end of names of which the last says street, or the first does; 0 if none does. */
  private static int street(Window window, int at) {
    int i = at;
    for (int words = 0; words < NAME_WORDS; words++) {
      int end = wordEnd(window, i);
      if (end == i || end - i > WORD_CHARS) {
        return 0;
      }
      String word = lower(window, i, end);
      boolean capital = Character.isUpperCase(window.at(i));
      if (words > 0 && BEHIND.contains(word)) {
        return window.at(end) == '.' ? end + 1 : end;
      }
      if (words == 0 && BEFORE.contains(word) && window.at(end) == ' ') {
        return names(window, end + 1);
      }
      if (capital && ending(word)) {
        return end;
      }
      if (!capital && !Letters.digit(window.at(i)) && words > 0
          || window.at(end) != ' ' && window.at(end) != '.'
          || !capital && words == 0 && !ordinal(word)) {
        return 0;
      }
      i = end + (window.at(end) == '.' ? 2 : 1);
    }
    return 0;
  }

  private static boolean ordinal(String word) {
    return word.length() > 2
        && Letters.digit(word.charAt(0))
        && word.matches("\\d+(?:st|nd|rd|th)");
  }

  private static boolean ending(String word) {
    for (String ending : ENDINGS) {
      if (word.length() > ending.length() + 2 && word.endsWith(ending)) {
        return ending.length() > 3 || word.length() > 6;
      }
    }
    return false;
  }

  /** Up to four names, small words between them, and the number behind if there is one. */
  private static int names(Window window, int at) {
    int i = at;
    int end = 0;
    for (int words = 0; words < NAME_WORDS; words++) {
      int last = wordEnd(window, i);
      if (last == i) {
        break;
      }
      boolean capital = Character.isUpperCase(window.at(i)) || Letters.digit(window.at(i));
      boolean small = last - i <= 4;
      if (!capital && !small) {
        break;
      }
      end = capital ? last : end;
      if (window.at(last) != ' ') {
        break;
      }
      i = last + 1;
    }
    return end;
  }

  @Override
  public void word(Window window, int start, int end) {
    String word = lower(window, start, end);
    if (word.startsWith("p") && word.contains("box")
        || word.startsWith("psc")
        || word.startsWith("post")
        || word.startsWith("apart")) {
      int last = end;
      while (last - end < 7 && Letters.digit(window.at(last))) {
        last++;
      }
      if (last > end && !Letters.letterOrDigit(window.at(start - 1))) {
        window.found(start, rest(window, last));
      }
    } else if (BEFORE.contains(word.strip()) && !Letters.letterOrDigit(window.at(start - 1))) {
      int last = names(window, end);
      if (last > 0 && Letters.digit(window.at(last - 1)) && named(window, end)) {
        window.found(start, rest(window, last));
      }
    } else {
      suffixed(window, end);
    }
  }

  private static boolean named(Window window, int at) {
    return Character.isUpperCase(window.at(at)) || Letters.lower(window.at(at));
  }

  /** One word that ends in a word for street, just before {@code end}, and a number behind. */
  private static void suffixed(Window window, int end) {
    int start = end - 1;
    while (end - start < WORD_CHARS + 1 && Letters.letter(window.at(start - 1))) {
      start--;
    }
    String word = lower(window, start, end - 1);
    int last = number(window, end);
    if (last > 0 && Letters.upper(window.at(start)) && ending(word)) {
      window.found(start, rest(window, last));
    }
  }

  /** What belongs to an address behind its street: a flat, then places and codes on one line. */
  private static int rest(Window window, int end) {
    int i = end;
    int last = end;
    for (int parts = 0; parts < 3; parts++) {
      int from = window.at(i) == ',' ? i + 1 : i;
      from += window.at(from) == ' ' ? 1 : 0;
      int stop = wordEnd(window, from);
      boolean flat =
          List.of("apt", "suite", "unit", "flat", "room", "floor", "box")
              .contains(lower(window, from, stop));
      if (!flat && !Letters.digit(window.at(from))) {
        return last;
      }
      if (flat) {
        from = stop + (window.at(stop) == '.' ? 1 : 0);
        from += window.at(from) == ' ' ? 1 : 0;
        stop = wordEnd(window, from);
      }
      if (stop == from || stop - from > 7) {
        return last;
      }
      last = stop;
      i = stop;
    }
    return last;
  }

  private static int wordEnd(Window window, int at) {
    int i = at;
    while (i - at <= WORD_CHARS) {
      char c = window.at(i);
      if (!Letters.letterOrDigit(c)
          && (c < 128 || !Character.isLetter(c))
          && c != '\''
          && c != '-') {
        break;
      }
      i++;
    }
    return i;
  }

  private static String lower(Window window, int from, int to) {
    var word = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      word.append(Character.toLowerCase(window.at(i)));
    }
    return word.toString();
  }
}
