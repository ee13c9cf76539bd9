package io.sluice.flow;

import io.sluice.model.Secret;
import io.sluice.model.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Turns hashes of content into hashes of one tenant (SipHash-2-4; Aumasson and Bernstein 2012): who
 * has the index and not the key can neither read it nor test a guess, and no two tenants meet.
 * Thread-safe.
 */
final class Keyed {
  /** What a hash is of: equal content of different kinds never meets. */
  enum Kind {
    PRINT(0),
    ATOM(1),
    EXACT(2),
    PIN(3),
    CELL(4),
    MET(5);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  private final long low;
  private final long high;

  /** With a tenant's key, at least 16 bytes. */
  Keyed(Secret key) {
    var bytes = ByteBuffer.wrap(key.openBytes()).order(ByteOrder.LITTLE_ENDIAN);
    low = bytes.getLong();
    high = bytes.getLong();
  }

  /** The seed by which fingerprints are picked: nobody else knows which parts of a text count. */
  long seed() {
    return of(Kind.PIN, 0x5EEDL);
  }

  /** A number that tells tenants apart without naming them. */
  int tag() {
    return (int) of(Kind.PIN, 0x7A6L) | 1;
  }

  /** The keyed hash of a hash; never 0. */
  long of(Kind kind, long value) {
    long v0 = low ^ 0x736f6d6570736575L;
    long v1 = high ^ 0x646f72616e646f6dL;
    long v2 = low ^ 0x6c7967656e657261L;
    long v3 = high ^ 0x7465646279746573L;
    long tail = 8L << 56 | kind.code; // length of the message, and its last bytes
    for (int round = 0; round < 8; round++) {
      if (round == 0) {
        v3 ^= value;
      } else if (round == 2) {
        v0 ^= value;
        v3 ^= tail;
      } else if (round == 4) {
        v0 ^= tail;
        v2 ^= 0xff;
      }
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
    long hash = v0 ^ v1 ^ v2 ^ v3;
    return hash == 0 ? 1 : hash;
  }

  /** The keyed hash of a text, by its SHA-256. */
  long of(Kind kind, String text) {
    return of(kind, ByteBuffer.wrap(Sha256.of(text)).getLong());
  }
}
