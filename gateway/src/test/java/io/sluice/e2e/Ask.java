package io.sluice.e2e;

import io.sluice.egress.CallerClient.Call;
import io.sluice.json.JsonWriter;
import io.sluice.model.Headers;
import java.util.List;

/**
 * A question to a model.
 *
 * @param labels what the caller says of its content; empty: nothing
 */
record Ask(GatewayProcess.Key key, String model, String prompt, String labels) {
  private static final int MOST_TOKENS = 1_000;

  Ask(GatewayProcess.Key key, String model, String prompt) {
    this(key, model, prompt, "");
  }

  /** In OpenAI's chat format, whole. */
  Call chat() {
    return chat(false);
  }

  /** In OpenAI's chat format. */
  Call chat(boolean stream) {
    var body = new JsonWriter(512).object().field("model", model).field("stream", stream);
    body.field("max_tokens", MOST_TOKENS).name("messages").array().object();
    body.field("role", "user").field("content", prompt).endObject().endArray();
    return call("/v1/chat/completions", body);
  }

  /** In Anthropic's format, whole. */
  Call messages() {
    var body = new JsonWriter(512).object().field("model", model).field("max_tokens", MOST_TOKENS);
    body.name("messages").array().object().field("role", "user").field("content", prompt);
    return call("/v1/messages", body.endObject().endArray());
  }

  /** Count of tokens, in Anthropic's format. */
  Call count() {
    var body = new JsonWriter(512).object().field("model", model);
    body.name("messages").array().object().field("role", "user").field("content", prompt);
    return call("/v1/messages/count_tokens", body.endObject().endArray());
  }

  /** In OpenAI's embeddings format. */
  Call embeddings() {
    var body = new JsonWriter(512).object().field("model", model).field("input", prompt);
    return call("/v1/embeddings", body);
  }

  private Call call(String path, JsonWriter body) {
    Headers headers =
        labels.isEmpty()
            ? Headers.NONE
            : new Headers(List.of(new Headers.Header("x-sluice-labels", labels)));
    return new Call(path, key.secret(), headers, body.endObject().done());
  }
}
