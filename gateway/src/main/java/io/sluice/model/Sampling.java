package io.sluice.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the answer is drawn, and what is thought before it. Null where the caller said nothing. */
public record Sampling(
    @Nullable Long maxOutputTokens,
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Long topK,
    List<String> stop,
    @Nullable Long seed,
    Thinking thinking) {
  /** Nothing was said. */
  public static final Sampling UNSET =
      new Sampling(null, null, null, null, List.of(), null, Thinking.UNSET);

  public Sampling {
    stop = List.copyOf(stop);
  }
}
