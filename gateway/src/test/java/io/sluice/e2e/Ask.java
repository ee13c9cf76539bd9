package io.sluice.e2e;

import io.sluice.egress.CallerClient.Call;
import io.sluice.json.JsonWriter;
import io.sluice.model.Headers;
import java.util.ArrayList;
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

  /** In OpenAI's Responses format. */
  Call responses() {
    var body = new JsonWriter(512).object().field("model", model).field("input", prompt);
    return call("/v1/responses", body.field("max_output_tokens", MOST_TOKENS));
  }

  /** In OpenAI's chat format, at Azure's path. */
  Call azure() {
    var body = new JsonWriter(512).object().field("max_tokens", MOST_TOKENS).name("messages");
    body.array().object().field("role", "user").field("content", prompt).endObject().endArray();
    return call("/openai/deployments/" + model + "/chat/completions?api-version=2024-10-21", body);
  }

  /** In OpenAI's embeddings format. */
  Call embeddings() {
    var body = new JsonWriter(512).object().field("model", model).field("input", prompt);
    return call("/v1/embeddings", body);
  }

  /** In Gemini's format, whole. */
  Call content() {
    return call("/v1beta/models/" + model + ":generateContent", contents());
  }

  /** The same, to be streamed. */
  Call contentStream() {
    return call("/v1/models/" + model + ":streamGenerateContent", contents());
  }

  /** Count of tokens, in Gemini's format. */
  Call contentCount() {
    var body = new JsonWriter(512).object();
    return call("/v1beta/models/" + model + ":countTokens", said(body.name("contents").array()));
  }

  /** In Gemini's embeddings format, one and many. */
  Call contentEmbed(boolean many) {
    var body = new JsonWriter(512).object();
    if (many) {
      body.name("requests").array().object();
    }
    body.name("content").object().name("parts").array().object().field("text", prompt);
    body.endObject().endArray().endObject();
    if (many) {
      body.endObject().endArray();
    }
    String method = many ? "batchEmbedContents" : "embedContent";
    return call("/v1beta/models/" + model + ":" + method, body);
  }

  /** In Bedrock's format, whole or to be streamed. */
  Call converse(boolean stream) {
    var body = new JsonWriter(512).object().name("inferenceConfig").object();
    body.field("maxTokens", MOST_TOKENS).endObject().name("messages").array().object();
    body.field("role", "user").name("content").array().object().field("text", prompt);
    body.endObject().endArray().endObject().endArray();
    return call("/model/" + model + (stream ? "/converse-stream" : "/converse"), body);
  }

  private JsonWriter contents() {
    var body = new JsonWriter(512).object().name("generationConfig").object();
    body.field("maxOutputTokens", MOST_TOKENS).endObject();
    return said(body.name("contents").array());
  }

  private JsonWriter said(JsonWriter body) {
    body.object().field("role", "user").name("parts").array().object().field("text", prompt);
    return body.endObject().endArray().endObject().endArray();
  }

  /** In Ollama's own format, whole. */
  Call ollama() {
    return ollama(false);
  }

  /** In Ollama's own format. */
  Call ollama(boolean stream) {
    var body = new JsonWriter(512).object().field("model", model).field("stream", stream);
    body.name("messages").array().object().field("role", "user").field("content", prompt);
    return call("/api/chat", body.endObject().endArray());
  }

  /** Vectors in Ollama's own format. */
  Call ollamaVectors() {
    var body = new JsonWriter(512).object().field("model", model).field("input", prompt);
    return call("/api/embed", body);
  }

  /** The same with a header more. */
  static Call with(Call call, String name, String value) {
    var fields = new ArrayList<>(call.headers().fields());
    fields.add(new Headers.Header(name, value));
    return new Call(call.path(), call.key(), new Headers(fields), call.body());
  }

  private Call call(String path, JsonWriter body) {
    Headers headers =
        labels.isEmpty()
            ? Headers.NONE
            : new Headers(List.of(new Headers.Header("x-sluice-labels", labels)));
    return new Call(path, key.secret(), headers, body.endObject().done());
  }
}
