package io.sluice.ledger;

import java.io.ByteArrayOutputStream;

/**
 * Up to 256 entries in the form they are published in: each with its length before it, two bytes,
 * big-endian (C2SP tlog-tiles, log entries). Belongs to one thread at a time.
 */
final class Bundle {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  void add(byte[] from, int offset, int length) {
    bytes.write(length >>> 8);
    bytes.write(length);
    bytes.write(from, offset, length);
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  void clear() {
    bytes.reset();
  }

  /** The length that stands at a place of a bundle. */
  static int length(byte[] bundle, int at) {
    return (bundle[at] & 0xFF) << 8 | (bundle[at + 1] & 0xFF);
  }

  /** Where, in a sound bundle, the entry of that number begins or the one before it ends. */
  static int position(byte[] bundle, int number) {
    int at = 0;
    for (int i = 0; i < number; i++) {
      at += Short.BYTES + length(bundle, at);
    }
    return at;
  }
}
