package io.sluice.pipeline;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Extra;
import io.sluice.model.Prompt;
import io.sluice.model.Request;

/**
 * The person on whose behalf an application asks, as it names him in its request: {@code
 * safety_identifier} or {@code user} (OpenAI), {@code metadata.user_id} (Anthropic).
 */
final class Person {
  private static final int MOST_CHARS = 512;

  private Person() {}

  /** The person's name; empty where the request names nobody. */
  static String of(Request request) {
    if (!(request instanceof Prompt prompt)) {
      return "";
    }
    String found = "";
    for (Extra extra : prompt.extras()) {
      String name =
          switch (extra.name()) {
            case "safety_identifier" -> json(extra).string().orElse("");
            case "user" -> found.isEmpty() ? json(extra).string().orElse("") : "";
            case "metadata" -> json(extra).text("user_id", "");
            default -> "";
          };
      found = name.isEmpty() ? found : name;
    }
    return found.length() <= MOST_CHARS ? found : found.substring(0, MOST_CHARS);
  }

  private static Json json(Extra extra) {
    try {
      return Json.parse(extra.json(), JsonLimits.DEFAULT);
    } catch (JsonException e) {
      return Json.nothing();
    }
  }
}
