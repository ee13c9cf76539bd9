package io.sluice.wire.bedrock;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Extra;
import io.sluice.model.Prompt;
import io.sluice.model.Thinking;
import io.sluice.model.Thinking.Effort;
import io.sluice.model.Thinking.Mode;
import io.sluice.wire.anthropic.ReadThinking;
import io.sluice.wire.anthropic.WriteThinking;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What stands in {@code additionalModelRequestFields}: each maker of models has fields of its own.
 *
 * <p>Source: Amazon Bedrock user guide, inference parameters of Anthropic's, Amazon's and OpenAI's
 * models.
 */
final class ModelFields {
  static final String NAME = "additionalModelRequestFields";

  private static final String EFFORT = "reasoning_effort";
  private static final Set<String> SWITCHES =
      Set.of("thinking", "output_config", "reasoningConfig", EFFORT);
  private static final Set<Effort> EFFORTS = EnumSet.range(Effort.LOW, Effort.HIGH);

  private final Prompt prompt;
  private final String model;
  private final BiConsumer<String, String> lost;
  private final JsonWriter out = new JsonWriter(128).object();
  private final int empty = out.size();
  private boolean thinks;

  /** For a request to {@code model}; {@code lost} is told what cannot be said. */
  ModelFields(Prompt prompt, String model, BiConsumer<String, String> lost) {
    this.prompt = prompt;
    this.model = model;
    this.lost = lost;
  }

  /** How many tokens to draw from; null where that is not said, or not as a number from 0. */
  static @Nullable Long topK(Json fields) {
    long number = fields.integer("top_k", -1);
    return number < 0 ? null : (Long) number;
  }

  /** How much to think, as any of the makers is told it. */
  static Thinking thinking(Json fields) {
    Json nova = fields.at("reasoningConfig");
    String word = fields.text(EFFORT, nova.text("maxReasoningEffort", ""));
    if (nova.text("type", "").equals("disabled") || word.equals("none")) {
      return Thinking.OFF;
    }
    if (nova.text("type", "").equals("enabled") || Effort.of(word).isPresent()) {
      return Thinking.on(Effort.of(word).orElse(null), 0, true);
    }
    return ReadThinking.read(fields.at("thinking"), fields.at("output_config"));
  }

  /** The fields that say something else, each by its own name. */
  static List<Extra> others(Json fields, Thinking thinking) {
    var others = new ArrayList<Extra>(0);
    for (Json.Field field : fields.fields()) {
      boolean understood =
          !thinking.equals(Thinking.UNSET) && SWITCHES.contains(field.name())
              || field.name().equals("top_k") && topK(fields) != null;
      if (!understood) {
        others.add(new Extra(NAME + "." + field.name(), field.value().raw()));
      }
    }
    return others;
  }

  /** Writes what is said of thinking, for at most so many output tokens; 0: no limit. */
  void think(long room) {
    Thinking thinking = prompt.sampling().thinking();
    if (model.contains("anthropic.")) {
      anthropic(room);
    } else if (thinking.equals(Thinking.UNSET)) {
      return; // nothing is said
    } else if (model.contains("amazon.nova")) {
      nova(thinking, room);
    } else if (model.contains("openai.")) {
      out.field(EFFORT, thinking.mode() == Mode.OFF ? "low" : effort(thinking).word());
      if (thinking.mode() == Mode.OFF) {
        lost.accept("thinking", "cannot be switched off: said as low");
      }
    } else if (thinking.wanted() || thinking.sized()) {
      lost.accept("thinking", "this model has no known way to be told");
    }
  }

  /** A model of Anthropic's is told as Anthropic itself is. */
  private void anthropic(long room) {
    var way = new WriteThinking(prompt, model, room, lost);
    thinks = way.on();
    Bytes switched = way.switched(room);
    if (!switched.isEmpty()) {
      out.field("thinking", switched);
    }
    String effort = way.effort();
    if (!effort.isEmpty()) {
      out.name("output_config").object().field("effort", effort).endObject();
    }
  }

  /** At its highest effort such a model takes no limit of output tokens. */
  private void nova(Thinking thinking, long room) {
    boolean off = thinking.mode() == Mode.OFF;
    out.name("reasoningConfig").object().field("type", off ? "disabled" : "enabled");
    if (!off) {
      Effort effort = effort(thinking);
      if (effort == Effort.HIGH && room > 0) {
        lost.accept("thinking.effort", "said as medium: high is not taken with a limit");
        effort = Effort.MEDIUM;
      }
      out.field("maxReasoningEffort", effort.word());
    }
    out.endObject();
  }

  private Effort effort(Thinking thinking) {
    if (thinking.effort() == null && thinking.budgetTokens() > 0) {
      lost.accept("thinking.budget_tokens", "said as an effort, which is no exact number");
    }
    Effort near = thinking.nearestEffort().among(EFFORTS);
    if (thinking.effort() != null && near != thinking.effort()) {
      lost.accept("thinking.effort", "said as " + near.word());
    }
    return near;
  }

  /** Writes the number of tokens to draw from, which only some models take. */
  void topK() {
    Long topK = prompt.sampling().topK();
    if (topK == null) {
      return;
    }
    if (!model.contains("anthropic.")) {
      lost.accept("top_k", Format.NOT_KNOWN);
    } else if (thinks) {
      lost.accept("top_k", WriteThinking.LEFT_OUT);
    } else {
      out.field("top_k", topK);
    }
  }

  /** True if a model of Anthropic's will think: it takes fewer other parameters then. */
  boolean thinks() {
    return thinks;
  }

  /** All of them; empty: there are none. */
  Bytes done() {
    return out.size() > empty ? out.endObject().done() : Bytes.EMPTY;
  }
}
