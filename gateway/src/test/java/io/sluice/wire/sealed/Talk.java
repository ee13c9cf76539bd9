package io.sluice.wire.sealed;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.wire.Codec;
import io.sluice.wire.anthropic.AnthropicMessages;
import io.sluice.wire.bedrock.BedrockConverse;
import io.sluice.wire.gemini.GeminiContent;
import io.sluice.wire.openaichat.OpenAiChat;
import java.util.ArrayList;
import java.util.List;

/** What a client or provider of one format writes, without any of the gateway's code. */
sealed interface Talk {
  static Talk of(String format) {
    return switch (format) {
      case "openai-chat" -> new Chat();
      case "anthropic" -> new Anthropic();
      case "bedrock" -> new Bedrock();
      default -> new Gemini();
    };
  }

  Codec codec();

  /** True if its reasoning is words with a signature, false if parts are signed. */
  boolean words();

  /** Where a request comes to; only some formats name the model there. */
  default String path() {
    return "/v1beta/models/m:generateContent";
  }

  /** Encrypted reasoning, as this format may hand it out. */
  default String encrypted(String text) {
    return text;
  }

  String asked(String text);

  String request(List<String> history);

  Bytes answer(List<Said> said);

  /** The messages with which a client goes on: the answer as it came, and results. */
  List<String> back(Json answer, int turn);

  /** What the assistant said in a request, seals and all. */
  List<String> told(Json request);

  /** Texts and names of calls in a request. */
  List<String> said(Json request);

  /** OpenAI chat, whose clients keep only what the API reference lists. */
  record Chat() implements Talk {
    @Override
    public Codec codec() {
      return new OpenAiChat("max_tokens");
    }

    @Override
    public boolean words() {
      return false;
    }

    @Override
    public String asked(String text) {
      return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
    }

    @Override
    public String request(List<String> history) {
      return "{\"model\":\"m\",\"messages\":[" + String.join(",", history) + "]}";
    }

    @Override
    public Bytes answer(List<Said> said) {
      throw new UnsupportedOperationException("this format seals nothing");
    }

    /** As the typed clients do: only what the API reference lists. */
    @Override
    public List<String> back(Json answer, int turn) {
      Json message = answer.at("choices").items().getFirst().at("message");
      var out = new ArrayList<String>();
      var json = new JsonWriter(256).object().field("role", "assistant");
      json.field("content", message.at("content").raw());
      json.field("tool_calls", message.at("tool_calls").raw());
      out.add(json.endObject().done().utf8());
      for (Json call : message.at("tool_calls").items()) {
        var result = new JsonWriter(256).object().field("role", "tool");
        result.field("tool_call_id", call.text("id", "")).field("content", "sunny");
        out.add(result.endObject().done().utf8());
      }
      return out;
    }

    @Override
    public List<String> told(Json request) {
      return List.of();
    }

    @Override
    public List<String> said(Json request) {
      var all = new ArrayList<String>();
      for (Json message : request.at("messages").items()) {
        all.add(message.text("content", ""));
        for (Json call : message.at("tool_calls").items()) {
          all.add(call.at("function").text("name", ""));
        }
      }
      return all;
    }
  }

  /** Anthropic Messages. */
  record Anthropic() implements Talk {
    @Override
    public Codec codec() {
      return new AnthropicMessages();
    }

    @Override
    public boolean words() {
      return true;
    }

    @Override
    public String asked(String text) {
      return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
    }

    @Override
    public String request(List<String> history) {
      return "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[" + String.join(",", history) + "]}";
    }

    @Override
    public Bytes answer(List<Said> said) {
      var json = new JsonWriter(512).object().field("id", "msg_1").field("type", "message");
      json.field("role", "assistant").field("model", "m").name("content").array();
      int number = 0;
      for (Said one : said) {
        switch (one.kind()) {
          case "thinking" ->
              json.object()
                  .field("type", "thinking")
                  .field("thinking", one.text())
                  .field("signature", one.seal())
                  .endObject();
          case "redacted" ->
              json.object()
                  .field("type", "redacted_thinking")
                  .field("data", one.seal())
                  .endObject();
          case "text" -> json.object().field("type", "text").field("text", one.text()).endObject();
          default -> {
            json.object().field("type", "tool_use").field("id", "toolu_" + number++);
            json.field("name", one.text()).name("input").object().endObject().endObject();
          }
        }
      }
      json.endArray().field("stop_reason", "tool_use").name("usage").object();
      return json.field("input_tokens", 1).field("output_tokens", 1).endObject().endObject().done();
    }

    @Override
    public List<String> back(Json answer, int turn) {
      String content = answer.at("content").raw().utf8();
      var json = new JsonWriter(256).object().field("role", "user").name("content").array();
      for (Json block : answer.at("content").items()) {
        if (block.text("type", "").equals("tool_use")) {
          json.object().field("type", "tool_result").field("tool_use_id", block.text("id", ""));
          json.field("content", "sunny").endObject();
        }
      }
      String results = json.endArray().endObject().done().utf8();
      return List.of("{\"role\":\"assistant\",\"content\":" + content + "}", results);
    }

    @Override
    public List<String> told(Json request) {
      var all = new ArrayList<String>();
      for (Json message : request.at("messages").items()) {
        if (!message.text("role", "").equals("assistant")) {
          continue;
        }
        for (Json block : message.at("content").items()) {
          all.add(
              switch (block.text("type", "")) {
                case "thinking" ->
                    "thinking|" + block.text("thinking", "") + "|" + block.text("signature", "");
                case "redacted_thinking" -> "redacted||" + block.text("data", "");
                case "text" -> "text|" + block.text("text", "") + "|";
                default -> "call|" + block.text("name", "") + "|";
              });
        }
      }
      return all;
    }

    @Override
    public List<String> said(Json request) {
      return told(request).stream().filter(told -> told.matches("(?s)(text|call).*")).toList();
    }
  }

  /** Bedrock Converse. */
  record Bedrock() implements Talk {
    @Override
    public Codec codec() {
      return new BedrockConverse();
    }

    @Override
    public boolean words() {
      return true;
    }

    @Override
    public String path() {
      return "/model/m/converse";
    }

    @Override
    public String encrypted(String text) {
      return Said.base64(text);
    }

    @Override
    public String asked(String text) {
      return "{\"role\":\"user\",\"content\":[{\"text\":\"" + text + "\"}]}";
    }

    @Override
    public String request(List<String> history) {
      return "{\"messages\": [" + String.join(" , ", history) + "]}";
    }

    @Override
    public Bytes answer(List<Said> said) {
      var json = new JsonWriter(512).object().name("output").object().name("message").object();
      json.field("role", "assistant").name("content").array();
      int number = 0;
      for (Said one : said) {
        json.object();
        switch (one.kind()) {
          case "thinking" -> {
            json.name("reasoningContent").object().name("reasoningText").object();
            json.field("text", one.text()).field("signature", one.seal()).endObject().endObject();
          }
          case "redacted" -> {
            json.name("reasoningContent").object().field("redactedContent", one.seal());
            json.endObject();
          }
          case "text" -> json.field("text", one.text());
          default -> {
            json.name("toolUse").object().field("toolUseId", "tooluse_" + number++);
            json.field("name", one.text()).name("input").object().endObject().endObject();
          }
        }
        json.endObject();
      }
      json.endArray().endObject().endObject().field("stopReason", "tool_use");
      json.name("usage").object().field("inputTokens", 1).field("outputTokens", 1);
      return json.field("totalTokens", 2).endObject().endObject().done();
    }

    @Override
    public List<String> back(Json answer, int turn) {
      Json message = answer.at("output").at("message");
      var json = new JsonWriter(256).object().field("role", "user").name("content").array();
      for (Json block : message.at("content").items()) {
        String id = block.at("toolUse").text("toolUseId", "");
        if (!id.isEmpty()) {
          json.object().name("toolResult").object().field("toolUseId", id).name("content");
          json.array().object().field("text", "sunny").endObject().endArray();
          json.endObject().endObject();
        }
      }
      return List.of(message.raw().utf8(), json.endArray().endObject().done().utf8());
    }

    @Override
    public List<String> told(Json request) {
      var all = new ArrayList<String>();
      for (Json message : request.at("messages").items()) {
        if (message.text("role", "").equals("assistant")) {
          message.at("content").items().forEach(block -> all.add(told(block, "")));
        }
      }
      return all;
    }

    private static String told(Json block, String none) {
      Json reasoning = block.at("reasoningContent");
      Json words = reasoning.at("reasoningText");
      if (words.isObject()) {
        return "thinking|" + words.text("text", none) + "|" + words.text("signature", none);
      }
      if (reasoning.isObject()) {
        return "redacted||" + reasoning.text("redactedContent", none);
      }
      return block.at("text").isString()
          ? "text|" + block.text("text", none) + "|"
          : "call|" + block.at("toolUse").text("name", none) + "|";
    }

    @Override
    public List<String> said(Json request) {
      return told(request).stream().filter(told -> told.matches("(?s)(text|call).*")).toList();
    }
  }

  /** Gemini content. */
  record Gemini() implements Talk {
    @Override
    public Codec codec() {
      return new GeminiContent();
    }

    @Override
    public boolean words() {
      return false;
    }

    @Override
    public String asked(String text) {
      return "{\"role\":\"user\",\"parts\":[{\"text\":\"" + text + "\"}]}";
    }

    @Override
    public String request(List<String> history) {
      return "{\"contents\": [" + String.join(", ", history) + "]}";
    }

    @Override
    public Bytes answer(List<Said> said) {
      var json = new JsonWriter(512).object().name("candidates").array().object();
      json.name("content").object().field("role", "model").name("parts").array();
      for (Said one : said) {
        json.object();
        if (one.kind().equals("text")) {
          json.field("text", one.text());
        } else {
          json.name("functionCall").object().field("name", one.text());
          json.name("args").object().endObject().endObject();
        }
        if (!one.seal().isEmpty()) {
          json.field("thoughtSignature", one.seal());
        }
        json.endObject();
      }
      json.endArray().endObject().field("finishReason", "STOP").endObject().endArray();
      return json.endObject().done();
    }

    @Override
    public List<String> back(Json answer, int turn) {
      Json content = answer.at("candidates").items().getFirst().at("content");
      var json = new JsonWriter(256).object().field("role", "user").name("parts").array();
      for (Json part : content.at("parts").items()) {
        Json call = part.at("functionCall");
        if (call.isObject()) {
          json.object().name("functionResponse").object().field("name", call.text("name", ""));
          if (!call.text("id", "").isEmpty()) {
            json.field("id", call.text("id", ""));
          }
          json.name("response").object().field("output", "sunny").endObject();
          json.endObject().endObject();
        }
      }
      String results = json.endArray().endObject().done().utf8();
      return List.of(content.raw().utf8(), results);
    }

    @Override
    public List<String> told(Json request) {
      var all = new ArrayList<String>();
      for (Json content : request.at("contents").items()) {
        if (!content.text("role", "").equals("model")) {
          continue;
        }
        for (Json part : content.at("parts").items()) {
          Json call = part.at("functionCall");
          String what =
              call.isObject() ? "call|" + call.text("name", "") : "text|" + part.text("text", "");
          if (!part.at("thought").bool(false)) {
            all.add(what + "|" + part.text("thoughtSignature", ""));
          }
        }
      }
      return all;
    }

    @Override
    public List<String> said(Json request) {
      return told(request).stream().map(told -> told.substring(0, told.lastIndexOf('|'))).toList();
    }
  }
}
