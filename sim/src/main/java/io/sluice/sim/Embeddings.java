package io.sluice.sim;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings: unit vectors that depend on the text, the model and the dimensions alone.
 *
 * <p>Source: OpenAI API reference, Embeddings.
 */
final class Embeddings {
  private static final int USUAL_DIMENSIONS = 1536;
  private static final int MOST_DIMENSIONS = 8192;

  private Embeddings() {}

  static Map<String, @Nullable Object> answer(Call call, Dialect dialect) throws ApiError {
    Json body = call.json();
    long dimensions = body.at("dimensions").numberOr(usual(call.model()));
    if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
      throw ApiError.about(
          "dimensions",
          "invalid_value",
          400,
          "Invalid value for 'dimensions': must be between 1 and " + MOST_DIMENSIONS + ".");
    }
    boolean base64 = body.at("encoding_format").textOr("float").equals("base64");
    var entries = new ArrayList<@Nullable Object>();
    long tokens = 0;
    for (String input : inputs(body.at("input"))) {
      float[] vector = vector(call.model() + '\n' + input, (int) dimensions);
      entries.add(
          Json.object(
              "object",
              "embedding",
              "index",
              entries.size(),
              "embedding",
              base64 ? packed(vector) : listed(vector)));
      tokens += Tokens.ofChars(input.length());
    }
    var answer =
        Json.object(
            "object",
            "list",
            "data",
            entries,
            "model",
            call.model(),
            "usage",
            Json.object("prompt_tokens", tokens, "total_tokens", tokens));
    if (dialect == Dialect.COMPATIBLE) {
      answer.put("id", new Ids(call).hex("embd-", 32));
    }
    return answer;
  }

  private static int usual(String model) {
    return model.contains("large") ? 2 * USUAL_DIMENSIONS : USUAL_DIMENSIONS;
  }

  /** A text, texts, a list of token numbers, or several such lists. */
  static List<String> inputs(Json input) throws ApiError {
    if (input.text().isPresent()) {
      return List.of(input.textOr(""));
    }
    List<Json> items = input.items();
    if (items.isEmpty()) {
      throw ApiError.about("input", "", 400, "'input' must be a text or a list of texts.");
    }
    if (items.getFirst().number().isPresent()) {
      return List.of(Json.string(input));
    }
    return items.stream().map(item -> item.text().orElseGet(() -> Json.string(item))).toList();
  }

  static float[] vector(String text, int dimensions) {
    long seed = 1_125_899_906_842_597L;
    for (int i = 0; i < text.length(); i++) {
      seed = 31 * seed + text.charAt(i);
    }
    var random = new SplittableRandom(seed);
    double[] raw = new double[dimensions];
    double sum = 0;
    for (int i = 0; i < dimensions; i++) {
      raw[i] = random.nextGaussian();
      sum += raw[i] * raw[i];
    }
    double length = Math.sqrt(sum);
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (raw[i] / length);
    }
    return vector;
  }

  static List<Object> listed(float[] vector) {
    var list = new ArrayList<Object>(vector.length);
    for (float value : vector) {
      list.add(value);
    }
    return list;
  }

  private static String packed(float[] vector) {
    var bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : vector) {
      bytes.putFloat(value);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
