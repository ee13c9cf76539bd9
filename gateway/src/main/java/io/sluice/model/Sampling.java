package io.sluice.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the answer is drawn. Null where the caller said nothing. */
public record Sampling(
    @Nullable Long maxOutputTokens,
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Long topK,
    List<String> stop,
    @Nullable Long seed) {
  public Sampling {
    stop = List.copyOf(stop);
  }
}
