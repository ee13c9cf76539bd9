package io.sluice.flow;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a tool does to the world outside the conversation. */
public enum Effect {
  READ,
  FETCH,
  WRITE,
  DELETE,
  SEND_INTERNAL,
  SEND_EXTERNAL,
  SHARE,
  MONEY_OUT,
  IDENTITY,
  EXECUTE;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The name used in configuration and the record. */
  public String word() {
    return word;
  }

  /** The effect of that name, if there is one. */
  public static Optional<Effect> of(String word) {
    return Stream.of(values()).filter(effect -> effect.word.equals(word)).findFirst();
  }

  /** Every name. */
  public static List<String> words() {
    return Stream.of(values()).map(Effect::word).toList();
  }

  /** True where it matters who asked for it, not only what is said. */
  public boolean consequential() {
    return this != READ && this != FETCH;
  }
}
