package io.sluice.provider;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The list of provider families that this gateway can sign requests for. */
public final class Families {
  private static final List<Family> ALL =
      List.of(
          new Family("openai", URI.create("https://api.openai.com/v1"), "Authorization", "Bearer "),
          new Family("anthropic", URI.create("https://api.anthropic.com"), "x-api-key", ""),
          new Family(
              "bedrock",
              URI.create("https://bedrock-runtime.us-east-1.amazonaws.com"),
              new Family.Showing.Aws()),
          new Family(
              "mistral", URI.create("https://api.mistral.ai/v1"), "Authorization", "Bearer "),
          new Family(
              "gemini",
              URI.create("https://generativelanguage.googleapis.com"),
              "x-goog-api-key",
              ""),
          new Family(
              GoogleAddress.VERTEX,
              URI.create("https://aiplatform.googleapis.com"),
              "Authorization",
              "Bearer "),
          new Family(
              "ollama", URI.create("http://127.0.0.1:11434/v1"), "Authorization", "Bearer "));

  private Families() {}

  /** All of them. */
  public static List<Family> all() {
    return ALL;
  }

  /** The family of that API name. */
  public static Optional<Family> of(String api) {
    return ALL.stream().filter(family -> family.api().equals(api)).findFirst();
  }
}
