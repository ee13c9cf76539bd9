package io.sluice.wire;

import io.sluice.model.Request;
import io.sluice.wire.openaichat.OpenAiChat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list of wire formats: which path is which front door, which provider speaks what. */
public final class Codecs {
  private static final Codec CHAT = new OpenAiChat("max_completion_tokens");
  private static final Codec OLDER_CHAT = new OpenAiChat("max_tokens");

  private static final Map<String, Codec> DOORS = Map.of("/v1/chat/completions", CHAT);

  private static final Map<String, List<Codec>> APIS =
      Map.of(
          "openai", List.of(CHAT),
          "mistral", List.of(OLDER_CHAT),
          "ollama", List.of(OLDER_CHAT));

  private Codecs() {}

  /** The front door at {@code path}. */
  public static Optional<Codec> at(String path) {
    return Optional.ofNullable(DOORS.get(path));
  }

  /** The format in which a provider of that API can be asked {@code request}. */
  public static Optional<Codec> toward(String api, Request request) {
    for (Codec codec : APIS.getOrDefault(api, List.of())) {
      if (codec.speaks(request)) {
        return Optional.of(codec);
      }
    }
    return Optional.empty();
  }
}
