package io.sluice.inspect;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * International bank account numbers, plain or with single spaces, of a known country's length and
 * with right check digits. Source: ISO 13616-1; lengths from the IBAN registry of SWIFT.
 */
final class IbanDetector implements Detector {
  private static final Map<String, Integer> LENGTHS = lengths();

  @Override
  public String type() {
    return "iban";
  }

  @Override
  public String triggers() {
    return "0123456789";
  }

  @Override
  public boolean after(char previous) {
    return Letters.letter(previous);
  }

  @Override
  public void verify(Window window, int at) {
    int start = at - 2;
    if (start < 0
        || !Letters.letter(window.at(at - 1))
        || !Letters.letter(window.at(start))
        || window.joined(start)) {
      return;
    }
    String country = window.text().substring(start, at).toUpperCase(Locale.ROOT);
    Integer length = LENGTHS.get(country);
    if (length != null && Letters.digit(window.at(at + 1))) {
      int end = end(window, at, length - 2);
      if (end > 0 && !Letters.letterOrDigit(window.at(end)) && checks(window, start, end)) {
        window.found(start, end);
      }
    }
  }

  /**
   * The end of {@code count} letters and digits with single spaces between; 0 if there are less.
   */
  private static int end(Window window, int from, int count) {
    int i = from;
    for (int taken = 0; taken < count; i++) {
      char c = window.at(i);
      if (Letters.letterOrDigit(c)) {
        taken++;
      } else if (c != ' ' || window.at(i - 1) == ' ') {
        return 0;
      }
    }
    return i;
  }

  /** The first four characters moved to the end, letters as 10 to 35, modulo 97 is one. */
  private static boolean checks(Window window, int start, int end) {
    int rest = 0;
    for (int i = start + 4; i < end; i++) {
      rest = digest(rest, window.at(i));
    }
    for (int i = start; i < start + 4; i++) {
      rest = digest(rest, window.at(i));
    }
    return rest == 1;
  }

  private static int digest(int rest, char c) {
    if (c == ' ') {
      return rest;
    }
    return Letters.digit(c)
        ? (rest * 10 + c - '0') % 97
        : (rest * 100 + (c | 0x20) - 'a' + 10) % 97;
  }

  private static Map<String, Integer> lengths() {
    String table =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27"
            + " DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28"
            + " HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21"
            + " LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29"
            + " PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23"
            + " TN24 TR26 UA29 VA22 VG24 XK20 YE30";
    var lengths = new HashMap<String, Integer>();
    for (String entry : table.split(" ")) {
      lengths.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
    }
    return Map.copyOf(lengths);
  }
}
