package io.sluice.model;

import java.util.Locale;
import java.util.Optional;

/** How confidential content is, least first. Combined by maximum. */
public enum Level {
  PUBLIC,
  INTERNAL,
  CONFIDENTIAL,
  RESTRICTED;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The name used in configuration, headers and the record. */
  public String word() {
    return word;
  }

  /** The level of that name, if there is one. */
  public static Optional<Level> of(String word) {
    for (Level level : values()) {
      if (level.word.equals(word)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  /** The stricter of two. */
  public Level max(Level other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** The less strict of two. */
  public Level min(Level other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** True if content of this level may go where {@code clearance} is the most that is allowed. */
  public boolean within(Level clearance) {
    return compareTo(clearance) <= 0;
  }
}
