package io.sluice.model;

import java.util.Locale;
import java.util.Optional;

/** How trustworthy content is, worst first. Combined by minimum. */
public enum Integrity {
  /** Web pages, mail, peers, unknown tools, anything quarantined. */
  UNTRUSTED,
  /** Curated tools and knowledge bases, batch principals. */
  INTERNAL,
  /** The authenticated principal's own words. */
  USER,
  /** Pinned system prompts and policy. */
  OPERATOR;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The name used in configuration, headers and the record. */
  public String word() {
    return word;
  }

  /** The integrity of that name, if there is one. */
  public static Optional<Integrity> of(String word) {
    for (Integrity integrity : values()) {
      if (integrity.word.equals(word)) {
        return Optional.of(integrity);
      }
    }
    return Optional.empty();
  }

  /** The worse of two. */
  public Integrity min(Integrity other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
