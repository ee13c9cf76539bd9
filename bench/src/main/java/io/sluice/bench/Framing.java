package io.sluice.bench;

/** How long an HTTP/1.1 message is, found in the bytes at hand. Trusts its peers: a bench only. */
final class Framing {
  private static final byte[] LENGTH = ascii("\r\ncontent-length:");
  private static final byte[] CHUNKED = ascii("\r\ntransfer-encoding: chunked");

  private Framing() {}

  private static byte[] ascii(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  /** The length of the message that starts at 0, or -1 while its end has not arrived. */
  static int length(byte[] bytes, int filled) {
    int body = bodyStart(bytes, filled);
    if (body < 0) {
      return -1;
    }
    int named = find(bytes, body, LENGTH);
    if (named >= 0) {
      int end = body + number(bytes, named);
      return end <= filled ? end : -1;
    }
    return find(bytes, body, CHUNKED) >= 0 ? chunkedEnd(bytes, body, filled) : body;
  }

  /** Where the body starts, or -1 while the head is not complete. */
  static int bodyStart(byte[] bytes, int filled) {
    for (int i = 3; i < filled; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  /** The status of an answer whose first line has arrived. */
  static int status(byte[] bytes) {
    return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + (bytes[11] - '0');
  }

  /** Where {@code name}, in lower case, ends before {@code end}; -1 if it is not there. */
  private static int find(byte[] bytes, int end, byte[] name) {
    for (int i = 0; i + name.length <= end; i++) {
      if (bytes[i] == '\r' && matches(bytes, i, name)) {
        return i + name.length;
      }
    }
    return -1;
  }

  private static boolean matches(byte[] bytes, int from, byte[] name) {
    for (int i = 0; i < name.length; i++) {
      byte letter = bytes[from + i];
      int lower = letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
      if (lower != name[i]) {
        return false;
      }
    }
    return true;
  }

  private static int number(byte[] bytes, int from) {
    int value = 0;
    for (int i = from; bytes[i] != '\r'; i++) {
      if (bytes[i] != ' ') {
        value = value * 10 + (bytes[i] - '0');
      }
    }
    return value;
  }

  private static int chunkedEnd(byte[] bytes, int body, int filled) {
    int at = body;
    while (true) {
      int size = 0;
      int i = at;
      while (i < filled && bytes[i] != '\r') {
        size = size * 16 + Character.digit(bytes[i], 16);
        i++;
      }
      int next = i + 2 + size + 2;
      if (next > filled) {
        return -1;
      }
      if (size == 0) {
        return next;
      }
      at = next;
    }
  }
}
