package io.sluice.wire.openaichat;

import io.sluice.json.Json;
import io.sluice.model.Thinking;
import io.sluice.model.Thinking.Effort;
import io.sluice.model.Thinking.Mode;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a chat completions request says how much to think: in OpenAI's word, or as other members of
 * the family do, in an object {@code reasoning} (OpenRouter, Together) or {@code thinking}
 * (DeepSeek).
 */
final class ReadThinking {
  static final String EFFORT = "reasoning_effort";
  private static final String NONE = "none";

  private ReadThinking() {}

  /** The members that say it here. */
  static final Set<String> MEMBERS = Set.of(EFFORT, "reasoning", "thinking");

  /** What they say; UNSET where nothing of it is understood. */
  static Thinking read(Json root) {
    Json object = root.at("reasoning").isObject() ? root.at("reasoning") : root.at("thinking");
    String word = root.at(EFFORT).string().orElse(object.text("effort", ""));
    @Nullable Effort effort = Effort.of(word).orElse(null);
    long budget = Math.max(0, object.integer("max_tokens", object.integer("budget_tokens", 0)));
    Optional<Boolean> on = switched(object);
    @Nullable Boolean shown = object.at("exclude").bool(false) ? Boolean.FALSE : null;
    if (word.equals(NONE) || on.isPresent() && !on.get()) {
      return Thinking.OFF;
    }
    if (effort != null || budget > 0 || on.isPresent()) {
      return Thinking.on(effort, budget, shown);
    }
    return object.text("type", "").equals("adaptive")
        ? new Thinking(Mode.ADAPTIVE, null, 0, shown)
        : Thinking.UNSET;
  }

  private static Optional<Boolean> switched(Json object) {
    return switch (object.text("type", "")) {
      case "enabled" -> Optional.of(true);
      case "disabled" -> Optional.of(false);
      default ->
          object.at("enabled").absent()
              ? Optional.empty()
              : Optional.of(object.at("enabled").bool(true));
    };
  }
}
