package io.sluice.wire;

import io.sluice.model.Request;
import io.sluice.wire.anthropic.AnthropicCount;
import io.sluice.wire.anthropic.AnthropicMessages;
import io.sluice.wire.azure.AzureDeployment;
import io.sluice.wire.bedrock.BedrockConverse;
import io.sluice.wire.cohere.CohereChat;
import io.sluice.wire.cohere.CohereEmbed;
import io.sluice.wire.gemini.GeminiContent;
import io.sluice.wire.gemini.GeminiCount;
import io.sluice.wire.gemini.GeminiEmbed;
import io.sluice.wire.ollama.OllamaChat;
import io.sluice.wire.ollama.OllamaEmbed;
import io.sluice.wire.openaichat.Dialects;
import io.sluice.wire.openaichat.OpenAiChat;
import io.sluice.wire.openaiembeddings.OpenAiEmbeddings;
import io.sluice.wire.openairesponses.KeptResponse;
import io.sluice.wire.openairesponses.OpenAiResponses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list of wire formats: which path is which front door, which provider speaks what. */
public final class Codecs {
  private static final Codec CHAT = new OpenAiChat(Dialects.all().getFirst());
  private static final Codec RESPONSES = new OpenAiResponses();
  private static final Codec KEPT_RESPONSE = new KeptResponse();
  private static final Codec EMBEDDINGS = new OpenAiEmbeddings();
  private static final Codec MESSAGES = new AnthropicMessages();
  private static final Codec COUNT = new AnthropicCount();
  private static final Codec GEMINI = new GeminiContent();
  private static final Codec GEMINI_COUNT = new GeminiCount();
  private static final Codec GEMINI_EMBED = new GeminiEmbed();
  private static final Codec CONVERSE = new BedrockConverse();
  private static final Codec OLLAMA_CHAT = new OllamaChat();
  private static final Codec OLLAMA_EMBED = new OllamaEmbed();

  private static final Map<String, Codec> DOORS =
      Map.of(
          "/v1/chat/completions", CHAT,
          "/v1/responses", RESPONSES,
          "/openai/responses", RESPONSES,
          "/v1/embeddings", EMBEDDINGS,
          "/v1/messages", MESSAGES,
          "/v1/messages/count_tokens", COUNT,
          "/api/chat", OLLAMA_CHAT,
          "/api/embed", OLLAMA_EMBED);

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

  private static final Map<String, List<Codec>> APIS = apis();

  /** What each API speaks: those of the OpenAI family from their list, the others by name. */
  private static Map<String, List<Codec>> apis() {
    Map<String, List<Codec>> all = new HashMap<>();
    Dialects.all().forEach(one -> all.put(one.api(), List.of(new OpenAiChat(one), EMBEDDINGS)));
    all.put("openai", List.of(CHAT, RESPONSES, EMBEDDINGS, KEPT_RESPONSE));
    all.put("azure", List.of(CHAT, RESPONSES, EMBEDDINGS, KEPT_RESPONSE));
    all.put("openai-chat", List.of(CHAT, EMBEDDINGS));
    all.put("openai-responses", List.of(RESPONSES, EMBEDDINGS, KEPT_RESPONSE));
    all.put("anthropic", List.of(MESSAGES, COUNT));
    all.put("gemini", List.of(GEMINI, GEMINI_COUNT, GEMINI_EMBED));
    all.put("vertex", List.of(GEMINI, GEMINI_COUNT, GEMINI_EMBED));
    all.put("bedrock", List.of(CONVERSE));
    all.put("ollama-native", List.of(OLLAMA_CHAT, OLLAMA_EMBED));
    all.put("cohere", List.of(new CohereChat(), new CohereEmbed()));
    return Map.copyOf(all);
  }

  /** What Azure's clients put before OpenAI's own paths. */
  private static final String AZURE = "/openai";

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
    String azure = AzureDeployment.PREFIX;
    doors.add(new Door(azure, "/chat/completions", new AzureDeployment(CHAT)));
    doors.add(new Door(azure, "/embeddings", new AzureDeployment(EMBEDDINGS)));
    return List.copyOf(doors);
  }

  /** The format in which a provider is asked to forget an answer. */
  public static Codec erasing() {
    return KEPT_RESPONSE;
  }

  /** The front door at {@code path}. */
  public static Optional<Codec> at(String path) {
    boolean azure = path.startsWith(AZURE + "/v1/") && !path.startsWith(AZURE + "/v1/messages");
    Codec exact = DOORS.get(azure ? path.substring(AZURE.length()) : path);
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

  /**
   * The format in which a provider of that API can be asked {@code request}: the caller's own, if
   * the provider speaks that, else the first that can say it.
   */
  public static Optional<Codec> toward(String api, Request request) {
    String own = request.traits().call().format();
    Codec first = null;
    for (Codec codec : APIS.getOrDefault(api, List.of())) {
      if (codec.speaks(request)) {
        if (codec.name().equals(own)) {
          return Optional.of(codec);
        }
        first = first == null ? codec : first;
      }
    }
    return Optional.ofNullable(first);
  }
}
