package io.sluice.config;

import java.util.List;
import java.util.Locale;

/**
 * The section {@code log}: what is told line by line on standard error.
 *
 * @param lines how many lines may wait; what comes beyond that is lost, and counted
 */
public record LogSettings(Level level, Form format, int lines) {
  /** What is told. Each holds what stands behind it. */
  public enum Level {
    /** Every exchange and every change. */
    INFO,
    /** Exchanges that failed or were blocked, and what needs somebody to look. */
    WARN,
    /** Nothing. */
    OFF
  }

  /** How a line is written. */
  public enum Form {
    JSON,
    LOGFMT
  }

  static LogSettings read(Section section) {
    try (section) {
      String level = section.word("level", "info", List.of("info", "warn", "off"));
      String format = section.word("format", "json", List.of("json", "logfmt"));
      return new LogSettings(
          Level.valueOf(level.toUpperCase(Locale.ROOT)),
          Form.valueOf(format.toUpperCase(Locale.ROOT)),
          (int) section.number("lines", 1, 1_000_000).orElse(10_000));
    }
  }
}
