package io.sluice.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much a model is to think before it answers, as the caller said.
 *
 * @param mode whether at all
 * @param effort how hard; null: not said
 * @param budgetTokens the most tokens of thought; 0: not said
 * @param shown whether the caller wants to see what was thought; null: not said
 */
public record Thinking(
    Mode mode, @Nullable Effort effort, long budgetTokens, @Nullable Boolean shown) {
  /** Nothing was said. */
  public static final Thinking UNSET = new Thinking(Mode.UNSET, null, 0, null);

  /** Thinking is switched off. */
  public static final Thinking OFF = new Thinking(Mode.OFF, null, 0, null);

  /** Whether a model is to think. */
  public enum Mode {
    UNSET,
    OFF,
    ON,
    /** The model decides. */
    ADAPTIVE
  }

  /**
   * How hard, least first.
   *
   * <p>What a word is worth in tokens is what Google's own reading of OpenAI's words makes of it,
   * continued above {@code high}.
   */
  public enum Effort {
    MINIMAL(1_024),
    LOW(1_024),
    MEDIUM(8_192),
    HIGH(24_576),
    XHIGH(32_768),
    MAX(32_768);

    private final long tokens;

    Effort(long tokens) {
      this.tokens = tokens;
    }

    /** The word that formats have for it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The effort that {@code word} names, however it is written. */
    public static Optional<Effort> of(String word) {
      return Arrays.stream(values()).filter(one -> one.word().equalsIgnoreCase(word)).findFirst();
    }

    /** The same, or the nearest that is {@code known}: a lower one before a higher one. */
    public Effort among(Set<Effort> known) {
      Effort near = null;
      for (Effort one : values()) {
        boolean lower = one.compareTo(this) <= 0;
        if (known.contains(one) && (lower || near == null)) {
          near = one;
        }
      }
      return near == null ? this : near;
    }
  }

  /** Thinking that is switched on, of that size. */
  public static Thinking on(@Nullable Effort effort, long budgetTokens, @Nullable Boolean shown) {
    return new Thinking(Mode.ON, effort, budgetTokens, shown);
  }

  /** True if a model is asked to think. */
  public boolean wanted() {
    return mode == Mode.ON || mode == Mode.ADAPTIVE;
  }

  /** True if anything was said of how much: in words or in tokens. */
  public boolean sized() {
    return effort != null || budgetTokens > 0;
  }

  /** How hard, also where a budget was said; medium where neither was. */
  public Effort nearestEffort() {
    if (effort != null) {
      return effort;
    }
    if (budgetTokens > Effort.MEDIUM.tokens) {
      return Effort.HIGH;
    }
    return budgetTokens == 0 || budgetTokens > Effort.LOW.tokens ? Effort.MEDIUM : Effort.LOW;
  }

  /** How many tokens of thought, also where an effort was said; medium where neither was. */
  public long nearestBudget() {
    return budgetTokens > 0 ? budgetTokens : nearestEffort().tokens;
  }
}
