package io.sluice.wire.ollama;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.wire.StopNote;
import java.util.Set;

/**
 * Names of Ollama's native format and what it cannot say.
 *
 * <p>Source: Ollama API documentation, Generate a chat completion, Generate embeddings, Errors.
 */
final class Format {
  static final String CHAT = "ollama-chat";
  static final String EMBED = "ollama-embed";
  static final String FAMILY = "ollama";
  static final String CHAT_PATH = "/api/chat";
  static final String EMBED_PATH = "/api/embed";
  static final String LINES = "application/x-ndjson";

  /** Top-level members of a chat that the hub has words for. */
  static final Set<String> KNOWN =
      Set.of("model", "messages", "tools", "stream", "format", "options");

  /** Members of {@code options} that the hub has words for. */
  static final Set<String> OPTIONS =
      Set.of("num_predict", "temperature", "top_p", "top_k", "stop", "seed");

  /** Members of a message that the hub has words for. */
  static final Set<String> MESSAGE =
      Set.of(
          "role",
          "content",
          "thinking",
          "images",
          "tool_calls",
          "tool_name",
          "tool_call_id",
          "name");

  /** Why a hub part or field is a Loss. */
  static final String NOT_KNOWN = "not known in this format";

  static final String NO_PLACE = "this format has no place for it";

  /** Losses of one translation that are listed. */
  static final int MOST_LOSSES = 32;

  private Format() {}

  /** The body of a refusal: a plain text, as this format's errors are, and ours beside it. */
  static Bytes refusal(Fault fault, ExchangeId exchange) {
    var json = new JsonWriter(256).object().field("error", fault.message());
    return sluice(json, fault, exchange).endObject().done();
  }

  /** Adds what Sluice has to say of a refusal or a cut. */
  static JsonWriter sluice(JsonWriter json, Fault fault, ExchangeId exchange) {
    return StopNote.write(json, fault, exchange);
  }
}
