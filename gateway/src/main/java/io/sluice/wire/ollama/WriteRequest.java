package io.sluice.wire.ollama;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Extra;
import io.sluice.model.Headers;
import io.sluice.model.Loss;
import io.sluice.model.Message;
import io.sluice.model.Message.Role;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Sampling;
import io.sluice.model.Segment;
import io.sluice.model.Thinking;
import io.sluice.model.Thinking.Effort;
import io.sluice.model.Thinking.Mode;
import io.sluice.model.Tools;
import io.sluice.model.Tools.Parallel;
import io.sluice.model.Tools.Tool;
import io.sluice.wire.Edits;
import io.sluice.wire.Encoded;
import io.sluice.wire.Fields;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a native chat request: the caller's own with changes, or one from another format. */
final class WriteRequest {
  private static final Bytes NO_ARGUMENTS = Bytes.utf8("{}");

  private static final Set<Effort> EFFORTS = EnumSet.range(Effort.LOW, Effort.HIGH);

  private final Prompt prompt;
  private final Outgoing outgoing;
  private final List<Loss> losses = new ArrayList<>();

  /** Names of the tools that were called, by the call's id: a result here must name its tool. */
  private final Map<String, String> called = new HashMap<>();

  WriteRequest(Prompt prompt, Outgoing outgoing) {
    this.prompt = prompt;
    this.outgoing = outgoing;
  }

  /** The caller's own bytes, but for what policy and the budget change. */
  Encoded pass(Incoming incoming) {
    Json root = incoming.root();
    var edits = new Edits(outgoing.splices()).text(root.at("model"), outgoing.model());
    if (outgoing.maxOutputTokens() > 0 && prompt.sampling().maxOutputTokens() == null) {
      Json options = root.at("options");
      Bytes limit = Bytes.utf8(Long.toString(outgoing.maxOutputTokens()));
      if (options.isObject()) {
        edits.member(options, "num_predict", limit);
      } else {
        edits.member(root, "options", Bytes.utf8("{\"num_predict\":" + limit.utf8() + "}"));
      }
    }
    Bytes body = edits.apply(incoming.body());
    return new Encoded(Format.CHAT_PATH, Headers.NONE, body, List.of(), false);
  }

  /** The same conversation in this format. */
  Encoded encode() {
    var out = new JsonWriter(1_024).object().field("model", outgoing.model());
    out.name("messages").array();
    for (Message message : prompt.messages()) {
      message(out, message);
    }
    out.endArray().field("stream", prompt.traits().call().stream());
    tools(out, prompt.tools());
    switch (prompt.shape().kind()) {
      case TEXT -> {}
      case JSON -> out.field("format", "json");
      case SCHEMA -> out.field("format", json(prompt.shape().schema()));
    }
    options(out, prompt.sampling());
    think(out, prompt.sampling().thinking());
    lost(prompt.extras().stream().filter(Fields::says).toList());
    return new Encoded(Format.CHAT_PATH, Headers.NONE, out.endObject().done(), losses, false);
  }

  private void message(JsonWriter out, Message message) {
    lost(message.extras());
    var rest = new ArrayList<Part>();
    boolean results = false;
    for (Part part : message.parts()) {
      if (part instanceof Part.ToolResult result) {
        results = true;
        result(out, result);
      } else {
        rest.add(part);
      }
    }
    if (rest.isEmpty() && results) {
      return;
    }
    out.object();
    switch (message.role()) {
      case SYSTEM -> out.field("role", "system");
      case USER, TOOL -> out.field("role", "user");
      case ASSISTANT -> out.field("role", "assistant");
    }
    parts(out, rest, message.role());
    out.endObject();
  }

  private void result(JsonWriter out, Part.ToolResult result) {
    out.object().field("role", "tool");
    String tool = called.getOrDefault(result.callId(), "");
    if (!tool.isEmpty()) {
      out.field("tool_name", tool);
    }
    if (!result.callId().isEmpty()) {
      out.field("tool_call_id", result.callId());
    }
    if (result.error()) {
      lost("tool_result.is_error", "said in no other way than by the text");
    }
    parts(out, result.content(), Role.TOOL);
    out.endObject();
  }

  /** Text in one piece, pictures, thoughts and calls, each under its own name. */
  private void parts(JsonWriter out, List<Part> parts, Role role) {
    var text = new StringBuilder();
    var thought = new StringBuilder();
    var images = new ArrayList<String>();
    var calls = new ArrayList<Part.ToolCall>();
    for (Part part : parts) {
      switch (part) {
        case Part.Text(var segment, var extras) -> {
          lost(extras);
          String joint = text.isEmpty() || role == Role.ASSISTANT ? "" : "\n";
          text.append(joint).append(outgoing.texts().apply(segment).text());
        }
        case Part.Image image -> picture(image, images);
        case Part.ToolCall call -> calls.add(call);
        case Part.Thinking thinking -> {
          thought.append(outgoing.texts().apply(thinking.segment()).text());
          if (!thinking.signature().isEmpty()) {
            lost("thinking.signature", Format.NO_PLACE);
          }
        }
        case Part.Document _ -> lost("document", Format.NO_PLACE);
        case Part.ToolResult _ -> lost("tool_result", "not part of this message");
        case Part.Opaque(var _, String kind, var _) -> lost(kind, Format.NOT_KNOWN);
      }
    }
    out.field("content", text.toString());
    if (!thought.isEmpty()) {
      out.field("thinking", thought.toString());
    }
    if (!images.isEmpty()) {
      out.name("images").array();
      images.forEach(out::value);
      out.endArray();
    }
    calls(out, calls);
  }

  private void picture(Part.Image image, List<String> images) {
    if (image.url()) {
      lost("image.url", "this provider fetches nothing; only base64 can be said");
    } else {
      images.add(image.content());
    }
    lost(image.extras());
  }

  private void calls(JsonWriter out, List<Part.ToolCall> calls) {
    if (calls.isEmpty()) {
      return;
    }
    out.name("tool_calls").array();
    for (Part.ToolCall call : calls) {
      called.put(call.id(), call.name());
      Json arguments = Fields.lenient(json(call.arguments()));
      out.object();
      if (!call.id().isEmpty()) {
        out.field("id", call.id());
      }
      out.name("function").object().field("name", call.name());
      if (!arguments.isObject() && !call.arguments().text().isBlank()) {
        lost("tool_calls.arguments", "no JSON object, which this format needs");
      }
      out.field("arguments", arguments.isObject() ? arguments.raw() : NO_ARGUMENTS);
      out.endObject().endObject();
    }
    out.endArray();
  }

  private void tools(JsonWriter out, Tools tools) {
    boolean none = tools.choice() == Tools.Choice.NONE;
    var own = new ArrayList<Tool>();
    for (Tool tool : none ? List.<Tool>of() : tools.offered()) {
      if (tool.extras().stream().anyMatch(extra -> extra.name().equals("provider_tool"))) {
        lost("tools[]." + tool.name(), "a tool that only the other format knows");
      } else {
        own.add(tool);
      }
    }
    switch (tools.choice()) {
      case UNSET, AUTO -> {}
      case NONE -> lost("tool_choice", "none: the tools were left out");
      case REQUIRED, NAMED -> lost("tool_choice", Format.NO_PLACE);
    }
    if (tools.parallel() == Parallel.NO) {
      lost("parallel_tool_calls", Format.NO_PLACE);
    }
    if (own.isEmpty()) {
      return;
    }
    out.name("tools").array();
    for (Tool tool : own) {
      out.object().field("type", "function").name("function").object().field("name", tool.name());
      String description = outgoing.texts().apply(tool.description()).text();
      if (!description.isEmpty()) {
        out.field("description", description);
      }
      if (!tool.schema().text().isEmpty()) {
        out.field("parameters", json(tool.schema()));
      }
      lost(tool.extras());
      out.endObject().endObject();
    }
    out.endArray();
  }

  private void options(JsonWriter out, Sampling sampling) {
    var options = new JsonWriter(128).object();
    int empty = options.size();
    Long most = sampling.maxOutputTokens();
    if (most != null || outgoing.maxOutputTokens() > 0) {
      options.field("num_predict", most == null ? outgoing.maxOutputTokens() : most);
    }
    if (sampling.temperature() != null) {
      options.name("temperature").value(sampling.temperature());
    }
    if (sampling.topP() != null) {
      options.name("top_p").value(sampling.topP());
    }
    if (sampling.topK() != null) {
      options.field("top_k", sampling.topK());
    }
    if (!sampling.stop().isEmpty()) {
      options.name("stop").array();
      sampling.stop().forEach(options::value);
      options.endArray();
    }
    if (sampling.seed() != null) {
      options.field("seed", sampling.seed());
    }
    if (options.size() > empty) {
      out.field("options", options.endObject().done());
    }
  }

  /** Switched on and off, or how hard; a number of tokens cannot be said. */
  private void think(JsonWriter out, Thinking thinking) {
    if (thinking.mode() == Mode.OFF) {
      out.field("think", false);
      return;
    }
    if (thinking.budgetTokens() > 0) {
      lost("thinking.budget_tokens", Format.NO_PLACE);
    }
    Effort effort = thinking.effort();
    if (effort == null) {
      if (thinking.wanted()) {
        out.field("think", true);
      }
      return;
    }
    Effort near = effort.among(EFFORTS);
    if (near != effort) {
      lost("thinking.effort", "said as " + near.word());
    }
    out.field("think", near.word());
  }

  private Bytes json(Segment raw) {
    return Bytes.utf8(outgoing.texts().apply(raw).text());
  }

  private void lost(List<Extra> extras) {
    extras.forEach(extra -> lost(extra.name(), Format.NOT_KNOWN));
  }

  private void lost(String field, String what) {
    var loss = new Loss(field, what);
    if (losses.size() < Format.MOST_LOSSES && !losses.contains(loss)) {
      losses.add(loss);
    }
  }
}
