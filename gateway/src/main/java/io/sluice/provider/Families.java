package io.sluice.provider;

import io.sluice.wire.openaichat.Dialects;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The list of provider families that this gateway can sign requests for. */
public final class Families {
  private static final URI OPENAI = URI.create("https://api.openai.com/v1");

  private static final List<Family> ALL =
      Stream.concat(
              Dialects.all().stream()
                  .map(one -> new Family(one.api(), one.base(), "Authorization", "Bearer ")),
              Stream.of(
                  new Family("openai-chat", OPENAI, "Authorization", "Bearer "),
                  new Family("openai-responses", OPENAI, "Authorization", "Bearer "),
                  new Family(
                      "azure", URI.create("https://resource.openai.azure.com"), "api-key", ""),
                  new Family("anthropic", URI.create("https://api.anthropic.com"), "x-api-key", ""),
                  new Family(
                      "bedrock",
                      URI.create("https://bedrock-runtime.us-east-1.amazonaws.com"),
                      new Family.Showing.Aws()),
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
                  new Family("moderations", OPENAI, "Authorization", "Bearer "),
                  new Family(
                      "cohere", URI.create("https://api.cohere.com"), "Authorization", "Bearer "),
                  new Family(
                      "ollama-native",
                      URI.create("http://127.0.0.1:11434"),
                      "Authorization",
                      "Bearer ")))
          .toList();

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
