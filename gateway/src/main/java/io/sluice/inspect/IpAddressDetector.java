package io.sluice.inspect;

/**
 * Addresses of the Internet Protocol that can belong to somebody: public ones, not those of private
 * networks, loopback or documentation. Sources: RFC 791, RFC 4291, RFC 6890.
 */
final class IpAddressDetector implements Detector {
  private static final int LONGEST_V6 = 39;

  @Override
  public String type() {
    return "ip_address";
  }

  @Override
  public String triggers() {
    return ".:";
  }

  @Override
  public boolean after(char previous) {
    return Letters.letterOrDigit(previous);
  }

  @Override
  public void verify(Window window, int at) {
    if (window.at(at) == '.') {
      four(window, at);
    } else {
      six(window, at);
    }
  }

  private static void four(Window window, int at) {
    int start = at;
    while (at - start < 4 && Letters.digit(window.at(start - 1))) {
      start--;
    }
    char before = window.at(start - 1);
    if (start == at || Letters.letterOrDigit(before) || before == '.' || before == '-') {
      return;
    }
    var parts = new int[4];
    int i = start;
    for (int part = 0; part < 4; part++) {
      int from = i;
      while (i - from < 4 && Letters.digit(window.at(i))) {
        parts[part] = parts[part] * 10 + window.at(i) - '0';
        i++;
      }
      if (i == from || parts[part] > 255 || i - from > 1 && window.at(from) == '0') {
        return;
      }
      if (part < 3 && window.at(i++) != '.') {
        return;
      }
    }
    char after = window.at(i);
    boolean more = after == '.' && Letters.digit(window.at(i + 1));
    if (!Letters.letterOrDigit(after) && after != '-' && !more && open(parts)) {
      window.found(start, i);
    }
  }

  private static boolean open(int[] p) {
    boolean closed =
        p[0] == 0
            || p[0] == 10
            || p[0] == 127
            || p[0] >= 224
            || p[0] == 169 && p[1] == 254
            || p[0] == 172 && p[1] >= 16 && p[1] <= 31
            || p[0] == 192 && (p[1] == 168 || p[1] == 0 && p[2] <= 2)
            || p[0] == 198 && (p[1] == 18 || p[1] == 19 || p[1] == 51 && p[2] == 100)
            || p[0] == 203 && p[1] == 0 && p[2] == 113
            || p[1] == 0 && p[2] == 0; // more often a version
    return !closed;
  }

  private static void six(Window window, int at) {
    int start = at;
    while (at - start < 5 && hex(window.at(start - 1))) {
      start--;
    }
    char before = window.at(start - 1);
    if (at - start > 4 || Letters.letterOrDigit(before) || before == ':') {
      return;
    }
    int groups = 1;
    int digits = at - start;
    boolean gap = false;
    int i = at;
    while (i - start < LONGEST_V6 && window.at(i) == ':') {
      i++;
      if (window.at(i) == ':') {
        if (gap) {
          return;
        }
        gap = true;
        i++;
      }
      int from = i;
      while (i - from < 5 && hex(window.at(i))) {
        i++;
      }
      if (i - from > 4) {
        return;
      }
      groups += i > from ? 1 : 0;
      digits += i - from;
    }
    boolean whole = gap ? groups >= 3 && groups < 8 && digits >= 6 : groups == 8;
    if (whole && !Letters.letterOrDigit(window.at(i)) && !window.stands("fe80", start)) {
      window.found(start, i);
    }
  }

  private static boolean hex(char c) {
    return Letters.digit(c) || (c | 0x20) >= 'a' && (c | 0x20) <= 'f' && c < 128;
  }
}
