package io.sluice.wire.gemini;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Thinking;
import io.sluice.model.Thinking.Effort;
import io.sluice.model.Thinking.Mode;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Says how much to think: in tokens to models that count them, in words to later ones.
 *
 * <p>Source: Gemini API guide Thinking; Google's reading of OpenAI's words on its compatible
 * endpoint.
 */
final class WriteThinking {
  private static final Set<Effort> LEVELS = EnumSet.range(Effort.MINIMAL, Effort.HIGH);

  /** The most tokens of thought that every model with a budget takes. */
  private static final long MOST_TOKENS = 24_576;

  private final boolean budgeted;
  private final BiConsumer<String, String> lost;

  /** For that model; {@code lost} is told what cannot be said. */
  WriteThinking(String model, BiConsumer<String, String> lost) {
    this.budgeted = Format.BUDGETED.stream().anyMatch(model::contains);
    this.lost = lost;
  }

  /** The {@code thinkingConfig}; empty: none is said. */
  Bytes config(Thinking thinking) {
    var out = new JsonWriter(64).object();
    int empty = out.size();
    if (thinking.wanted() && !Boolean.FALSE.equals(thinking.shown())) {
      out.field("includeThoughts", true);
    }
    if (thinking.mode() == Mode.OFF) {
      off(out);
    } else if (thinking.budgetTokens() > 0) {
      budget(out, thinking.budgetTokens());
    } else if (thinking.effort() != null && budgeted) {
      budget(out, Math.min(MOST_TOKENS, thinking.nearestBudget()));
    } else if (thinking.effort() != null) {
      level(out, thinking.effort());
    } else if (thinking.mode() == Mode.ADAPTIVE && budgeted) {
      budget(out, ReadThinking.DYNAMIC);
    }
    return out.size() > empty ? out.endObject().done() : Bytes.EMPTY;
  }

  /** A model that is told in words always thinks. */
  private void off(JsonWriter out) {
    if (budgeted) {
      budget(out, 0);
    } else {
      lost.accept("thinking", "cannot be switched off: said as minimal");
      out.field("thinkingLevel", word(Effort.MINIMAL));
    }
  }

  private static void budget(JsonWriter out, long tokens) {
    out.field("thinkingBudget", tokens);
  }

  private void level(JsonWriter out, Effort effort) {
    Effort near = effort.among(LEVELS);
    if (near != effort) {
      lost.accept("thinking.effort", "said as " + near.word());
    }
    out.field("thinkingLevel", word(near));
  }

  private static String word(Effort effort) {
    return effort.word().toUpperCase(Locale.ROOT);
  }
}
