package io.sluice.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** Texts with units, as configuration and the command line write them. */
public final class Units {
  private Units() {}

  /** {@code 250ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 90d}. */
  public static Optional<Duration> duration(String text) {
    int digits = digits(text);
    if (digits == 0 || digits > 9) {
      return Optional.empty();
    }
    long count = Long.parseLong(text.substring(0, digits));
    return switch (text.substring(digits)) {
      case "ms" -> Optional.of(Duration.ofMillis(count));
      case "s" -> Optional.of(Duration.ofSeconds(count));
      case "m" -> Optional.of(Duration.ofMinutes(count));
      case "h" -> Optional.of(Duration.ofHours(count));
      case "d" -> Optional.of(Duration.ofDays(count));
      default -> Optional.empty();
    };
  }

  /** {@code 512}, {@code 64KiB}, {@code 32MiB}, {@code 2GiB}: bytes. */
  public static Optional<Long> bytes(String text) {
    int digits = digits(text);
    if (digits == 0 || digits > 12) {
      return Optional.empty();
    }
    long count = Long.parseLong(text.substring(0, digits));
    return switch (text.substring(digits)) {
      case "", "B" -> Optional.of(count);
      case "KiB" -> Optional.of(count << 10);
      case "MiB" -> Optional.of(count << 20);
      case "GiB" -> Optional.of(count << 30);
      default -> Optional.empty();
    };
  }

  /** A decimal number of dollars that is not negative, such as {@code 1.25}. */
  public static Optional<BigDecimal> dollars(String text) {
    try {
      var value = new BigDecimal(text);
      boolean plausible = value.signum() >= 0 && value.scale() <= 12 && value.precision() <= 18;
      return plausible ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static int digits(String text) {
    int count = 0;
    while (count < text.length() && text.charAt(count) >= '0' && text.charAt(count) <= '9') {
      count++;
    }
    return count;
  }
}
