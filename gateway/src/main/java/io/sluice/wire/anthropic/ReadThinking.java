package io.sluice.wire.anthropic;

import io.sluice.json.Json;
import io.sluice.model.Thinking;
import io.sluice.model.Thinking.Effort;
import io.sluice.model.Thinking.Mode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a request to one of Anthropic's models says how much to think; also at Bedrock. */
public final class ReadThinking {
  private static final Set<String> TYPES = Set.of("enabled", "adaptive", "disabled");

  private ReadThinking() {}

  /** True if {@link #read} understands what {@code thinking} says. */
  public static boolean knows(Json thinking) {
    return TYPES.contains(thinking.text("type", ""));
  }

  /** What {@code thinking} and the configuration of the output say together. */
  public static Thinking read(Json thinking, Json config) {
    @Nullable Effort effort = Effort.of(config.text("effort", "")).orElse(null);
    boolean shown = !thinking.text("display", "").equals("omitted");
    long budget = Math.max(0, thinking.integer("budget_tokens", 0));
    return switch (thinking.text("type", "")) {
      case "enabled" -> Thinking.on(effort, budget, shown);
      case "adaptive" -> new Thinking(Mode.ADAPTIVE, effort, 0, shown);
      case "disabled" -> Thinking.OFF;
      default -> effort == null ? Thinking.UNSET : new Thinking(Mode.UNSET, effort, 0, null);
    };
  }
}
