package io.sluice.inspect;

/**
 * Telephone numbers in international form: a plus sign, 9 to 15 digits, single separators. National
 * forms are left alone: too much else looks like them. Source: ITU-T E.164 section 6.
 */
final class PhoneDetector implements Detector {
  private static final int MIN_DIGITS = 9;
  private static final int MAX_DIGITS = 15;
  private static final int NORTH_AMERICAN_DIGITS = 11;

  @Override
  public String type() {
    return "phone";
  }

  @Override
  public String triggers() {
    return "+";
  }

  @Override
  public boolean after(char previous) {
    return Letters.border(previous) && previous != '+';
  }

  @Override
  public void verify(Window window, int at) {
    if (window.joined(at)) {
      return;
    }
    char first = window.at(at + 1);
    if (first < '1' || first > '9') {
      return;
    }
    int limit = first == '1' ? NORTH_AMERICAN_DIGITS : MAX_DIGITS;
    int end = end(window, at + 1, limit);
    if (end > 0) {
      window.found(at, end);
    }
  }

  /** The end of the last whole group of digits within the limit; 0 if there are too few. */
  private static int end(Window window, int from, int limit) {
    int best = 0;
    int digits = 0;
    int i = from;
    while (true) {
      int group = i;
      while (digits <= limit && Letters.digit(window.at(i))) {
        digits++;
        i++;
      }
      if (i == group || digits > limit || Letters.letter(window.at(i))) {
        return best;
      }
      if (digits >= MIN_DIGITS) {
        best = i;
      }
      i = next(window, i);
      if (i < 0) {
        return best;
      }
    }
  }

  /** The next digit after a space, dash, dot, slash or parentheses; -1 if something else stands. */
  private static int next(Window window, int from) {
    int i = from;
    for (; i < from + 2; i++) {
      char c = window.at(i);
      if (Letters.digit(c)) {
        return i;
      }
      if (c != ' ' && c != '-' && c != '.' && c != '/' && c != '(' && c != ')') {
        return -1;
      }
    }
    return Letters.digit(window.at(i)) ? i : -1;
  }
}
