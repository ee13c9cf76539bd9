package io.sluice.cli.security;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One call of a scenario, in the wire format in which it is written down. Bodies go out as they
 * stand but for what only a deployment knows: the model asked for, the list of tools, and the
 * members that a format demands and the data leaves out.
 *
 * @param protocol which format, such as {@code openai.chat}
 * @param request the body the application sends
 * @param response what the model answers, without its envelope
 */
record WireStep(String protocol, Json request, Json response) {
  private static final int MOST_TOKENS = 1_024;
  private static final String TOOLS = "$TOOLS";
  private static final Map<String, String> PATHS =
      Map.of(
          "openai.chat", "/v1/chat/completions",
          "openai.responses", "/v1/responses",
          "anthropic.messages", "/v1/messages");

  static WireStep of(Json step) {
    return new WireStep(step.text("protocol", ""), step.at("request"), step.at("response"));
  }

  /** True if a front door speaks this format. */
  boolean supported() {
    return PATHS.containsKey(protocol);
  }

  String path() {
    return PATHS.getOrDefault(protocol, "");
  }

  /** The API that the provider behind this call speaks. */
  String api() {
    return protocol.startsWith("anthropic") ? "anthropic" : "openai";
  }

  /** The body to send, for this model and with these tools, written as OpenAI's chat has them. */
  String body(String model, List<Json> tools) {
    var body = new JsonWriter(4_096).object().field("model", model);
    boolean limited = false;
    for (Json.Field field : request.fields()) {
      switch (field.name()) {
        case "model" -> {}
        case "tools" -> {
          body.name("tools");
          if (field.value().string().orElse("").equals(TOOLS)) {
            tools(body, tools);
          } else {
            body.raw(field.value().raw());
          }
        }
        default -> {
          limited |= field.name().equals("max_tokens");
          body.name(field.name()).raw(field.value().raw());
        }
      }
    }
    if (api().equals("anthropic") && !limited) {
      body.field("max_tokens", MOST_TOKENS);
    }
    return body.endObject().done().utf8();
  }

  private void tools(JsonWriter body, List<Json> tools) {
    body.array();
    for (Json tool : tools) {
      Json function = tool.at("function");
      switch (protocol) {
        case "openai.chat" -> body.raw(tool.raw());
        case "openai.responses" -> {
          body.object().field("type", "function");
          function.fields().forEach(field -> body.name(field.name()).raw(field.value().raw()));
          body.endObject();
        }
        default -> {
          body.object().field("name", function.text("name", ""));
          body.field("description", function.text("description", ""));
          body.name("input_schema").raw(function.at("parameters").raw()).endObject();
        }
      }
    }
    body.endArray();
  }

  /** The provider's whole answer. */
  String answer(String model) {
    var answer = new JsonWriter(1_024).object();
    envelope(answer, model);
    for (Json.Field field : response.fields()) {
      answer.name(field.name());
      if (field.name().equals("output")) {
        output(answer, field.value());
      } else {
        answer.raw(field.value().raw());
      }
    }
    return answer.endObject().done().utf8();
  }

  private void envelope(JsonWriter answer, String model) {
    switch (protocol) {
      case "openai.chat" -> {
        put(answer, "id", "chatcmpl-1");
        put(answer, "object", "chat.completion");
        answer.field("created", 1_700_000_000);
        put(answer, "model", model);
        answer.name("usage").object().field("prompt_tokens", 10).field("completion_tokens", 5);
        answer.field("total_tokens", 15).endObject();
      }
      case "openai.responses" -> {
        put(answer, "id", "resp_1");
        put(answer, "object", "response");
        answer.field("created_at", 1_700_000_000);
        put(answer, "status", "completed");
        put(answer, "model", model);
        answer.name("usage").object().field("input_tokens", 10).field("output_tokens", 5);
        answer.field("total_tokens", 15).endObject();
      }
      default -> {
        put(answer, "id", "msg_1");
        put(answer, "type", "message");
        put(answer, "role", "assistant");
        put(answer, "model", model);
        put(answer, "stop_reason", "end_turn");
        answer.name("usage").object().field("input_tokens", 10).field("output_tokens", 5);
        answer.endObject();
      }
    }
  }

  /** A member of the envelope, unless the data has one of that name. */
  private void put(JsonWriter answer, String name, String value) {
    if (response.at(name).missing()) {
      answer.field(name, value);
    }
  }

  /** Items of the Responses format need an id and a state. */
  private static void output(JsonWriter answer, Json items) {
    answer.array();
    int number = 0;
    for (Json item : items.items()) {
      answer.object();
      if (item.at("id").missing()) {
        answer.field("id", "item_" + number);
      }
      if (item.at("status").missing()) {
        answer.field("status", "completed");
      }
      item.fields().forEach(field -> answer.name(field.name()).raw(field.value().raw()));
      answer.endObject();
      number++;
    }
    answer.endArray();
  }

  /** The tools that the answer calls. */
  Set<String> calls() {
    var names = new TreeSet<String>();
    for (Json choice : response.at("choices").items()) {
      for (Json call : choice.at("message").at("tool_calls").items()) {
        names.add(call.at("function").text("name", ""));
      }
    }
    for (Json item : response.at("output").items()) {
      if (item.text("type", "").equals("function_call")) {
        names.add(item.text("name", ""));
      }
    }
    for (Json block : response.at("content").items()) {
      if (block.text("type", "").equals("tool_use")) {
        names.add(block.text("name", ""));
      }
    }
    return names;
  }
}
