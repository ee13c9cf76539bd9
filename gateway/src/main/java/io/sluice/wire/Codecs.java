package io.sluice.wire;

import io.sluice.model.Request;
import io.sluice.wire.anthropic.AnthropicCount;
import io.sluice.wire.anthropic.AnthropicMessages;
import io.sluice.wire.bedrock.BedrockConverse;
import io.sluice.wire.gemini.GeminiContent;
import io.sluice.wire.gemini.GeminiCount;
import io.sluice.wire.gemini.GeminiEmbed;
import io.sluice.wire.openaichat.OpenAiChat;
import io.sluice.wire.openaiembeddings.OpenAiEmbeddings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list of wire formats: which path is which front door, which provider speaks what. */
public final class Codecs {
  private static final Codec CHAT = new OpenAiChat("max_completion_tokens");
  private static final Codec OLDER_CHAT = new OpenAiChat("max_tokens");

  private static final Codec EMBEDDINGS = new OpenAiEmbeddings();
  private static final Codec MESSAGES = new AnthropicMessages();
  private static final Codec COUNT = new AnthropicCount();
  private static final Codec GEMINI = new GeminiContent();
  private static final Codec GEMINI_COUNT = new GeminiCount();
  private static final Codec GEMINI_EMBED = new GeminiEmbed();
  private static final Codec CONVERSE = new BedrockConverse();

  private static final Map<String, Codec> DOORS =
      Map.of(
          "/v1/chat/completions", CHAT,
          "/v1/embeddings", EMBEDDINGS,
          "/v1/messages", MESSAGES,
          "/v1/messages/count_tokens", COUNT);

  /** Doors whose path names something, which their codec reads from it. */
  private static final List<Door> NAMING = naming();

  /**
   * A door at every path that begins and ends so, with at least one character between.
   *
   * @param prefix with the slash before the name
   * @param suffix such as {@code :generateContent}
   */
  private record Door(String prefix, String suffix, Codec codec) {
    boolean at(String path) {
      return path.length() > prefix.length() + suffix.length()
          && path.startsWith(prefix)
          && path.endsWith(suffix);
    }
  }

  private static final Map<String, List<Codec>> APIS =
      Map.of(
          "openai", List.of(CHAT, EMBEDDINGS),
          "mistral", List.of(OLDER_CHAT, EMBEDDINGS),
          "ollama", List.of(OLDER_CHAT, EMBEDDINGS),
          "gemini", List.of(GEMINI, GEMINI_COUNT, GEMINI_EMBED),
          "vertex", List.of(GEMINI, GEMINI_COUNT, GEMINI_EMBED),
          "anthropic", List.of(MESSAGES, COUNT),
          "bedrock", List.of(CONVERSE));

  private Codecs() {}

  private static List<Door> naming() {
    var doors = new ArrayList<Door>();
    doors.add(new Door(BedrockConverse.PREFIX, BedrockConverse.WHOLE, CONVERSE));
    doors.add(new Door(BedrockConverse.PREFIX, BedrockConverse.STREAM, CONVERSE));
    for (String prefix : List.of("/v1beta/models/", "/v1/models/")) {
      doors.add(new Door(prefix, ":generateContent", GEMINI));
      doors.add(new Door(prefix, ":streamGenerateContent", GEMINI));
      doors.add(new Door(prefix, ":countTokens", GEMINI_COUNT));
      doors.add(new Door(prefix, ":embedContent", GEMINI_EMBED));
      doors.add(new Door(prefix, ":batchEmbedContents", GEMINI_EMBED));
    }
    return List.copyOf(doors);
  }

  /** The front door at {@code path}. */
  public static Optional<Codec> at(String path) {
    Codec exact = DOORS.get(path);
    if (exact != null) {
      return Optional.of(exact);
    }
    for (Door door : NAMING) {
      if (door.at(path)) {
        return Optional.of(door.codec());
      }
    }
    return Optional.empty();
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
