package io.sluice.wire.gemini;

import io.sluice.json.Json;
import io.sluice.model.Thinking;
import io.sluice.model.Thinking.Effort;
import io.sluice.model.Thinking.Mode;
import org.jspecify.annotations.Nullable;

/** How a request for content says how much to think. */
final class ReadThinking {
  /** The budget that leaves it to the model. */
  static final long DYNAMIC = -1;

  private ReadThinking() {}

  /** What a {@code thinkingConfig} says. */
  static Thinking read(Json config) {
    Json includes = Format.at(config, "includeThoughts");
    @Nullable Boolean shown = includes.absent() ? null : (Boolean) includes.bool(false);
    @Nullable Effort effort =
        Effort.of(Format.at(config, "thinkingLevel").string().orElse("")).orElse(null);
    Json budget = Format.at(config, "thinkingBudget");
    long tokens = budget.integer().orElse(DYNAMIC);
    if (budget.integer().isPresent() && tokens == 0) {
      return Thinking.OFF;
    }
    if (effort != null || tokens > 0) {
      return Thinking.on(effort, Math.max(0, tokens), shown);
    }
    return budget.integer().isPresent() || Boolean.TRUE.equals(shown)
        ? new Thinking(Mode.ADAPTIVE, null, 0, shown)
        : Thinking.UNSET;
  }
}
