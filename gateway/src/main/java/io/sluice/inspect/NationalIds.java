package io.sluice.inspect;

/**
 * Identity numbers of people in several countries: how they are written, and their check digits.
 * Each question is about digits or characters without separators.
 *
 * <p>Sources: SSA numbering rules (US), Receita Federal (CPF), UIDAI (Aadhaar, Verhoeff), GB 11643
 * (China), INSEE (France), Orden INT/2058/2008 (Spain), DM 23/12/1976 (Italy), Section 139b AO
 * (Germany), Service Canada (SIN, Luhn), NHS data dictionary (NHS number).
 */
final class NationalIds {
  private static final String SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";
  private static final String CHINESE = "10X98765432";
  private static final int[] CHINESE_WEIGHTS = {
    7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2
  };

  /** What each character counts in an odd place of an Italian code, for 0 to 9 and A to Z. */
  private static final int[] ITALIAN_ODD = {
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
  };

  private static final String VERHOEFF_TURN = "1576283094";

  private NationalIds() {}

  /** Social security number: never 000, 666 or 9xx in front, 00 or 0000 behind. */
  static boolean american(String d) {
    return d.length() == 9
        && !d.startsWith("000")
        && !d.startsWith("666")
        && d.charAt(0) != '9'
        && !d.startsWith("00", 3)
        && !d.startsWith("0000", 5);
  }

  /** Brazilian CPF: eleven digits, the last two check; not eleven times the same. */
  static boolean brazilian(String d) {
    return d.length() == 11
        && !same(d)
        && brazilianCheck(d, 9) == d.charAt(9) - '0'
        && brazilianCheck(d, 10) == d.charAt(10) - '0';
  }

  private static int brazilianCheck(String d, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += (d.charAt(i) - '0') * (count + 1 - i);
    }
    int rest = sum * 10 % 11;
    return rest == 10 ? 0 : rest;
  }

  /** Indian Aadhaar: twelve digits, never 0 or 1 in front, Verhoeff's check. */
  static boolean indian(String d) {
    return d.length() == 12 && d.charAt(0) >= '2' && !same(d) && verhoeff(d);
  }

  private static boolean verhoeff(String d) {
    int check = 0;
    for (int i = 0; i < d.length(); i++) {
      int digit = d.charAt(d.length() - 1 - i) - '0';
      for (int k = 0; k < (i & 7); k++) {
        digit = VERHOEFF_TURN.charAt(digit) - '0';
      }
      check = dihedral(check, digit);
    }
    return check == 0;
  }

  /** The product of two symmetries of a regular pentagon. */
  private static int dihedral(int a, int b) {
    if (a < 5) {
      return b < 5 ? (a + b) % 5 : 5 + (a + b - 5) % 5;
    }
    return b < 5 ? 5 + (a - 5 - b + 5) % 5 : (a - b + 5) % 5;
  }

  /** Chinese resident number: 17 digits with a date of birth, and a check digit or X. */
  static boolean chinese(String d) {
    if (d.length() != 18 || !date(d, 6)) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (d.charAt(i) - '0') * CHINESE_WEIGHTS[i];
    }
    return CHINESE.charAt(sum % 11) == Character.toUpperCase(d.charAt(17));
  }

  private static boolean date(String d, int at) {
    int year = number(d, at, 4);
    int month = number(d, at + 4, 2);
    int day = number(d, at + 6, 2);
    return year >= 1900 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }

  /** French NIR: sex, year, month, place, order, and 97 less the rest by 97. */
  static boolean french(String d) {
    if (d.length() != 15 || d.charAt(0) != '1' && d.charAt(0) != '2') {
      return false;
    }
    int month = number(d, 3, 2);
    boolean dated = month >= 1 && month <= 12 || month >= 20 && month <= 42 || month >= 50;
    return dated && 97 - Long.parseLong(d, 0, 13, 10) % 97 == number(d, 13, 2);
  }

  /** German tax identification number: ISO 7064 mod 11,10; one digit stands two or three times. */
  static boolean german(String d) {
    if (d.length() != 11 || d.charAt(0) == '0') {
      return false;
    }
    var counts = new int[10];
    int product = 10;
    for (int i = 0; i < 10; i++) {
      int digit = d.charAt(i) - '0';
      counts[digit]++;
      int sum = (digit + product) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    int most = 0;
    for (int count : counts) {
      most = Math.max(most, count);
    }
    int check = 11 - product == 10 ? 0 : 11 - product;
    return (most == 2 || most == 3) && check == d.charAt(10) - '0';
  }

  /** Canadian social insurance number: nine digits, Luhn's check, never 0 or 8 in front. */
  static boolean canadian(String d) {
    return d.length() == 9 && d.charAt(0) != '0' && d.charAt(0) != '8' && !same(d) && luhn(d);
  }

  private static boolean luhn(String d) {
    int sum = 0;
    for (int i = 0; i < d.length(); i++) {
      int digit = d.charAt(d.length() - 1 - i) - '0';
      int doubled = digit < 5 ? digit * 2 : digit * 2 - 9;
      sum += (i & 1) == 0 ? digit : doubled;
    }
    return sum % 10 == 0;
  }

  /** NHS number of England: ten digits, the last checks the others modulo 11. */
  static boolean nhs(String d) {
    if (d.length() != 10 || same(d)) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 9; i++) {
      sum += (d.charAt(i) - '0') * (10 - i);
    }
    int check = 11 - sum % 11;
    return check != 10 && check % 11 == d.charAt(9) - '0';
  }

  /** Spanish DNI, or NIE with X, Y or Z in front: the letter behind is the number modulo 23. */
  static boolean spanish(String id) {
    if (id.length() != 9) {
      return false;
    }
    int first = "XYZ".indexOf(id.charAt(0));
    String number = first < 0 ? id.substring(0, 8) : first + id.substring(1, 8);
    for (int i = 0; i < 8; i++) {
      if (!Letters.digit(number.charAt(i))) {
        return false;
      }
    }
    return SPANISH.charAt(Integer.parseInt(number) % 23) == id.charAt(8);
  }

  /** Italian codice fiscale: sixteen characters, the last checks the others. */
  static boolean italian(String id) {
    if (id.length() != 16) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      char c = id.charAt(i);
      boolean letterPlace = i < 6 || i == 8 || i == 11;
      if (letterPlace ? !Letters.upper(c) : !Letters.letterOrDigit(c)) {
        return false;
      }
      int value = Letters.digit(c) ? c - '0' : c - 'A';
      sum += (i & 1) == 0 ? ITALIAN_ODD[value] : value;
    }
    return id.charAt(15) == 'A' + sum % 26;
  }

  /**
   * British national insurance number: two letters, six digits, A to D; some pairs are not used.
   */
  static boolean british(String id) {
    if (id.length() != 9 || id.charAt(8) < 'A' || id.charAt(8) > 'D') {
      return false;
    }
    String pair = id.substring(0, 2);
    boolean letters = "DFIQUV".indexOf(pair.charAt(0)) < 0 && "DFIQUVO".indexOf(pair.charAt(1)) < 0;
    return letters && !"BG GB KN NK NT TN ZZ".contains(pair);
  }

  private static int number(String d, int at, int count) {
    return Integer.parseInt(d, at, at + count, 10);
  }

  private static boolean same(String d) {
    for (int i = 1; i < d.length(); i++) {
      if (d.charAt(i) != d.charAt(0)) {
        return false;
      }
    }
    return true;
  }
}
