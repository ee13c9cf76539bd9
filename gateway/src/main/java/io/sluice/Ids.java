package io.sluice;

import io.sluice.model.Clock;
import io.sluice.model.ExchangeId;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes exchange ids: UUIDv7 (RFC 9562, section 5.7), ordered by time. Thread-safe. */
final class Ids implements Supplier<ExchangeId> {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final Clock clock;
  private final RandomGenerator random;

  Ids(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  @Override
  public ExchangeId get() {
    long millis = clock.now().toEpochMilli();
    long low;
    long more;
    synchronized (random) {
      low = random.nextLong();
      more = random.nextLong();
    }
    long high = millis << 16 | 0x7000 | (more & 0xFFF);
    low = low & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
    var text = new char[36];
    write(high, text, 0);
    write(low, text, 18);
    return new ExchangeId(new String(text));
  }

  /** Sixteen digits from {@code at}, with the dashes of the text form between them. */
  private static void write(long bits, char[] text, int at) {
    int to = at;
    for (int i = 0; i < 16; i++) {
      boolean dash = at == 0 ? i == 8 || i == 12 : i == 0 || i == 4;
      if (dash) {
        text[to++] = '-';
      }
      text[to++] = HEX[(int) (bits >>> (60 - 4 * i)) & 0xF];
    }
  }
}
