package io.sluice.e2e;

import io.sluice.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The front doors that scenarios go through: one conversation, written in each format. */
enum FlowDoor {
  CHAT("openai"),
  RESPONSES("openai"),
  MESSAGES("anthropic"),
  GEMINI("gemini");

  /** The format that the providers behind this door speak, so that nothing is translated. */
  final String wire;

  FlowDoor(String wire) {
    this.wire = wire;
  }

  static FlowDoor of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** What is asked. */
  record Asked(
      String model,
      List<FlowTree> turns,
      List<FlowTools.Tool> tools,
      boolean stream,
      String shape) {}

  String path(Asked asked) {
    return switch (this) {
      case CHAT -> "/v1/chat/completions";
      case RESPONSES -> "/v1/responses";
      case MESSAGES -> "/v1/messages";
      case GEMINI ->
          "/v1beta/models/"
              + asked.model()
              + (asked.stream() ? ":streamGenerateContent?alt=sse" : ":generateContent");
    };
  }

  String body(Asked asked) {
    var body = new JsonWriter(4_096).object();
    if (this != GEMINI) {
      body.field("model", asked.model()).field("stream", asked.stream());
    }
    switch (this) {
      case CHAT -> chat(body, asked);
      case RESPONSES -> responses(body, asked);
      case MESSAGES -> messages(body, asked);
      case GEMINI -> gemini(body, asked);
    }
    return body.endObject().done().utf8();
  }

  /** The calls of a turn, in order: a mapping of tools to arguments, or a list of such. */
  static List<Map.Entry<String, FlowTree>> calls(FlowTree call) {
    var calls = new ArrayList<Map.Entry<String, FlowTree>>();
    for (FlowTree item : call.items()) {
      item.map().keySet().forEach(name -> calls.add(Map.entry(name, item.at(name))));
    }
    return calls;
  }

  /** Arguments as JSON. */
  static String arguments(FlowTree said) {
    var json = new JsonWriter(256).object();
    said.map().keySet().forEach(name -> json.field(name, said.at(name).text()));
    return json.endObject().done().utf8();
  }

  private static String role(FlowTree turn) {
    return turn.map().keySet().iterator().next();
  }

  private static String said(FlowTree turn) {
    return turn.at(role(turn)).text();
  }

  private static void chat(JsonWriter body, Asked asked) {
    body.name("messages").array();
    var ids = new Ids();
    for (FlowTree turn : asked.turns()) {
      String role = role(turn);
      body.object();
      switch (role) {
        case "call" -> {
          body.field("role", "assistant").name("content").nothing().name("tool_calls").array();
          for (var call : calls(turn.at("call"))) {
            body.object().field("id", ids.called(call.getKey())).field("type", "function");
            body.name("function").object().field("name", call.getKey());
            body.field("arguments", arguments(call.getValue())).endObject().endObject();
          }
          body.endArray();
        }
        case "result" ->
            body.field("role", "tool")
                .field("tool_call_id", ids.answered().id())
                .field("content", said(turn));
        default -> body.field("role", role).field("content", said(turn));
      }
      body.endObject();
    }
    body.endArray();
    if (!asked.shape().isEmpty()) {
      body.name("response_format").object().field("type", "json_schema").name("json_schema");
      body.object().field("name", "answer").name("schema").raw(asked.shape()).endObject();
      body.endObject();
    }
    body.name("tools").array();
    for (FlowTools.Tool tool : asked.tools()) {
      body.object().field("type", "function").name("function").object();
      body.field("name", tool.name()).field("description", tool.description());
      body.name("parameters").raw(tool.schema());
      tool.hints(body);
      body.endObject().endObject();
    }
    body.endArray();
  }

  private static void responses(JsonWriter body, Asked asked) {
    body.name("input").array();
    var ids = new Ids();
    for (FlowTree turn : asked.turns()) {
      String role = role(turn);
      switch (role) {
        case "call" -> {
          for (var call : calls(turn.at("call"))) {
            body.object()
                .field("type", "function_call")
                .field("call_id", ids.called(call.getKey()));
            body.field("name", call.getKey());
            body.field("arguments", arguments(call.getValue())).endObject();
          }
        }
        case "result" ->
            body.object()
                .field("type", "function_call_output")
                .field("call_id", ids.answered().id())
                .field("output", said(turn))
                .endObject();
        default -> body.object().field("role", role).field("content", said(turn)).endObject();
      }
    }
    body.endArray().name("tools").array();
    for (FlowTools.Tool tool : asked.tools()) {
      body.object().field("type", "function").field("name", tool.name());
      body.field("description", tool.description());
      body.name("parameters").raw(tool.schema());
      tool.hints(body);
      body.endObject();
    }
    body.endArray();
  }

  private static void messages(JsonWriter body, Asked asked) {
    body.field("max_tokens", 1_000);
    String system = system(asked);
    if (!system.isEmpty()) {
      body.field("system", system);
    }
    body.name("messages").array();
    var ids = new Ids();
    for (FlowTree turn : asked.turns()) {
      switch (role(turn)) {
        case "system", "developer" -> {}
        case "call" -> {
          body.object().field("role", "assistant").name("content").array();
          for (var call : calls(turn.at("call"))) {
            body.object().field("type", "tool_use").field("id", ids.called(call.getKey()));
            body.field("name", call.getKey());
            body.name("input").raw(arguments(call.getValue())).endObject();
          }
          body.endArray().endObject();
        }
        case "result" -> {
          body.object().field("role", "user").name("content").array().object();
          body.field("type", "tool_result").field("tool_use_id", ids.answered().id());
          body.field("content", said(turn)).endObject().endArray().endObject();
        }
        default -> body.object().field("role", role(turn)).field("content", said(turn)).endObject();
      }
    }
    body.endArray().name("tools").array();
    for (FlowTools.Tool tool : asked.tools()) {
      body.object().field("name", tool.name()).field("description", tool.description());
      body.name("input_schema").raw(tool.schema());
      tool.hints(body);
      body.endObject();
    }
    body.endArray();
  }

  private static void gemini(JsonWriter body, Asked asked) {
    String system = system(asked);
    if (!system.isEmpty()) {
      body.name("systemInstruction").object();
      parts(body, system).endObject();
    }
    body.name("contents").array();
    var ids = new Ids();
    for (FlowTree turn : asked.turns()) {
      String role = role(turn);
      switch (role) {
        case "system", "developer" -> {}
        case "call" -> {
          body.object().field("role", "model").name("parts").array();
          for (var call : calls(turn.at("call"))) {
            ids.called(call.getKey());
            body.object().name("functionCall").object().field("name", call.getKey());
            body.name("args").raw(arguments(call.getValue())).endObject().endObject();
          }
          body.endArray().endObject();
        }
        case "result" -> {
          body.object().field("role", "user").name("parts").array().object();
          body.name("functionResponse").object().field("name", ids.answered().tool());
          body.name("response").object().field("result", said(turn)).endObject().endObject();
          body.endObject().endArray().endObject();
        }
        default -> {
          body.object().field("role", role.equals("assistant") ? "model" : "user");
          parts(body, said(turn)).endObject();
        }
      }
    }
    body.endArray().name("tools").array().object().name("functionDeclarations").array();
    for (FlowTools.Tool tool : asked.tools()) {
      body.object().field("name", tool.name()).field("description", tool.description());
      body.name("parametersJsonSchema").raw(tool.schema());
      tool.hints(body);
      body.endObject();
    }
    body.endArray().endObject().endArray();
  }

  private static JsonWriter parts(JsonWriter body, String text) {
    return body.name("parts").array().object().field("text", text).endObject().endArray();
  }

  private static String system(Asked asked) {
    return String.join(
        "\n",
        asked.turns().stream()
            .filter(turn -> List.of("system", "developer").contains(role(turn)))
            .map(FlowDoor::said)
            .toList());
  }

  /** A call that a result belongs to. */
  private record Called(String id, String tool) {}

  /** Gives calls their ids, and results the call they answer: the first that has none yet. */
  private static final class Ids {
    private final List<Called> open = new ArrayList<>();
    private int count;

    String called(String tool) {
      open.add(new Called("call_" + ++count, tool));
      return open.getLast().id();
    }

    Called answered() {
      return open.removeFirst();
    }
  }
}
