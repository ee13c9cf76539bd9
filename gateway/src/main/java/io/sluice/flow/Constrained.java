package io.sluice.flow;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonSchema;
import io.sluice.model.Bytes;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.model.Shape;
import java.util.Optional;

/**
 * The shape of an answer that is one of few values: a schema of at most {@link Capacity#MOST_BITS}
 * bits, asked of a model that has no tools. Pure.
 *
 * @param bits what such an answer can carry, rounded up
 */
public record Constrained(JsonSchema schema, int bits) {
  /** A longer answer is not looked at: 4 Ki characters. */
  public static final int MOST_CHARS = 4 << 10;

  /** What {@code request} wants its answer to be; empty: something that may say more. */
  public static Optional<Constrained> of(Request request) {
    boolean shaped =
        request instanceof Prompt prompt
            && prompt.shape().kind() == Shape.Kind.SCHEMA
            && prompt.tools().offered().isEmpty()
            && !request.traits().terms().contains("provider_tool");
    return shaped ? of(((Prompt) request).shape().schema().text()) : Optional.empty();
  }

  private static Optional<Constrained> of(String text) {
    try {
      Json schema = Json.parse(Bytes.utf8(text), JsonLimits.DEFAULT);
      double bits = Capacity.bits(schema);
      return bits <= Capacity.MOST_BITS
          ? Optional.of(new Constrained(JsonSchema.of(schema), (int) Math.ceil(bits)))
          : Optional.empty();
    } catch (JsonException unchecked) { // what cannot be checked is not endorsed
      return Optional.empty();
    }
  }

  /** True if {@code answer} is one of the values. */
  public boolean keeps(String answer) {
    try {
      return answer.length() <= MOST_CHARS
          && schema.flaw(Json.parse(Bytes.utf8(answer), JsonLimits.DEFAULT)).isEmpty();
    } catch (JsonException other) {
      return false;
    }
  }
}
