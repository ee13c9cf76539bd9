package io.sluice.wire.cohere;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Extra;
import io.sluice.model.Headers;
import io.sluice.model.Loss;
import io.sluice.model.Message;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Sampling;
import io.sluice.model.Segment;
import io.sluice.model.Shape;
import io.sluice.model.Thinking;
import io.sluice.model.Thinking.Mode;
import io.sluice.model.Tools;
import io.sluice.model.Tools.Choice;
import io.sluice.model.Tools.Tool;
import io.sluice.wire.Encoded;
import io.sluice.wire.Fields;
import io.sluice.wire.Outgoing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Writes a chat request from another format. */
final class WriteRequest {
  private final Prompt prompt;
  private final Outgoing outgoing;
  private final List<Loss> losses = new ArrayList<>();

  /** Documents stand beside the conversation here, whoever sent them. */
  private final List<Document> documents = new ArrayList<>(0);

  private record Document(String title, String text) {}

  WriteRequest(Prompt prompt, Outgoing outgoing) {
    this.prompt = prompt;
    this.outgoing = outgoing;
  }

  Encoded encode() {
    var out = new JsonWriter(1_024).object().field("model", outgoing.model());
    out.name("messages").array();
    for (Message message : prompt.messages()) {
      message(out, message);
    }
    out.endArray();
    documents(out);
    tools(out, prompt.tools());
    sampling(out, prompt.sampling());
    thinking(out, prompt.sampling().thinking());
    shape(out, prompt.shape());
    out.field("stream", prompt.traits().call().stream());
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
    if (message.role() == Message.Role.ASSISTANT) {
      assistant(out, rest);
    } else {
      out.name("content");
      content(out, rest);
    }
    out.endObject();
  }

  private void result(JsonWriter out, Part.ToolResult result) {
    out.object().field("role", "tool").field("tool_call_id", result.callId());
    var text = new StringBuilder();
    for (Part part : result.content()) {
      if (part instanceof Part.Text(var segment, var _)) {
        text.append(text.isEmpty() ? "" : "\n").append(outgoing.texts().apply(segment).text());
      } else {
        lost("tool_result.content", "only text can be a tool's result in this format");
      }
    }
    if (result.error()) {
      lost("tool_result.is_error", "said in no other way than by the text");
    }
    out.field("content", text.toString()).endObject();
  }

  /** What the model thought before it called tools is its plan; else it is a part of its own. */
  private void assistant(JsonWriter out, List<Part> parts) {
    var text = new StringBuilder();
    var thought = new StringBuilder();
    var calls = new ArrayList<Part.ToolCall>();
    for (Part part : parts) {
      switch (part) {
        case Part.Text(var segment, var _) -> text.append(outgoing.texts().apply(segment).text());
        case Part.ToolCall call -> calls.add(call);
        case Part.Thinking thinking -> {
          thought.append(outgoing.texts().apply(thinking.segment()).text());
          if (!thinking.signature().isEmpty()) {
            lost("thinking.signature", "this format has no place for it");
          }
        }
        case Part.Opaque(var _, String kind, var _) -> lost(kind, Format.NOT_KNOWN);
        case Part.Image _ -> lost("image", "an assistant's message holds no image");
        case Part.Document _ -> lost("document", "an assistant's message holds no document");
        case Part.ToolResult _ -> lost("tool_result", "not part of an assistant's message");
      }
    }
    if (!thought.isEmpty() && !calls.isEmpty()) {
      out.field("tool_plan", thought.toString());
    }
    boolean part = !thought.isEmpty() && calls.isEmpty();
    if (part || !text.isEmpty()) {
      out.name("content").array();
      if (part) {
        out.object().field("type", "thinking").field("thinking", thought.toString()).endObject();
      }
      if (!text.isEmpty()) {
        out.object().field("type", "text").field("text", text.toString()).endObject();
      }
      out.endArray();
    } else if (calls.isEmpty()) {
      out.field("content", "");
    }
    calls(out, calls);
  }

  private void calls(JsonWriter out, List<Part.ToolCall> calls) {
    if (calls.isEmpty()) {
      return;
    }
    out.name("tool_calls").array();
    for (Part.ToolCall call : calls) {
      String arguments = outgoing.texts().apply(call.arguments()).text();
      out.object().field("id", call.id()).field("type", "function").name("function").object();
      out.field("name", call.name()).field("arguments", arguments.isEmpty() ? "{}" : arguments);
      out.endObject().endObject();
    }
    out.endArray();
  }

  private void content(JsonWriter out, List<Part> parts) {
    if (parts.size() == 1 && parts.getFirst() instanceof Part.Text(var segment, var extras)) {
      lost(extras);
      out.value(outgoing.texts().apply(segment).text());
      return;
    }
    out.array();
    for (Part part : parts) {
      switch (part) {
        case Part.Text(var segment, var extras) -> {
          lost(extras);
          String text = outgoing.texts().apply(segment).text();
          out.object().field("type", "text").field("text", text).endObject();
        }
        case Part.Image(String type, String content, boolean url, var _) -> {
          String location = url ? content : "data:" + type + ";base64," + content;
          out.object().field("type", "image_url").name("image_url").object();
          out.field("url", location).endObject().endObject();
        }
        case Part.Document document -> document(document);
        case Part.Opaque(var _, String kind, var _) -> lost(kind, Format.NOT_KNOWN);
        case Part.Thinking _ -> lost("thinking", "not part of this message");
        case Part.ToolCall _ -> lost("tool_use", "not part of this message");
        case Part.ToolResult _ -> lost("tool_result", "not part of this message");
      }
    }
    out.endArray();
  }

  /** Only text can be a document here. */
  private void document(Part.Document document) {
    if (document.url() || !document.mediaType().startsWith("text/")) {
      lost("document", "only documents of text are known in this format");
      return;
    }
    try {
      byte[] raw = Base64.getMimeDecoder().decode(document.content());
      String title = outgoing.texts().apply(document.name()).text();
      documents.add(new Document(title, new String(raw, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      lost("document", "it is not base64");
    }
  }

  private void documents(JsonWriter out) {
    if (documents.isEmpty()) {
      return;
    }
    out.name("documents").array();
    for (Document one : documents) {
      out.object().name("data").object().field("text", one.text());
      if (!one.title().isEmpty()) {
        out.field("title", one.title());
      }
      out.endObject().endObject();
    }
    out.endArray();
  }

  private void tools(JsonWriter out, Tools tools) {
    var own = new ArrayList<Tool>();
    for (Tool tool : tools.offered()) {
      if (tool.extras().stream().anyMatch(extra -> extra.name().equals("provider_tool"))) {
        lost("tools[]." + tool.name(), "a tool that only the other format knows");
      } else if (tools.choice() != Choice.NAMED || tool.name().equals(tools.chosen())) {
        own.add(tool);
      }
    }
    if (own.isEmpty()) {
      return;
    }
    out.name("tools").array();
    own.forEach(tool -> tool(out, tool));
    out.endArray();
    switch (tools.choice()) {
      case UNSET, AUTO -> {}
      case NONE -> out.field("tool_choice", "NONE");
      case REQUIRED -> out.field("tool_choice", "REQUIRED");
      case NAMED -> {
        out.field("tool_choice", "REQUIRED");
        lost("tool_choice", "said by offering no other tool");
      }
    }
    if (tools.parallel() == Tools.Parallel.NO) {
      lost("parallel_tool_calls", "this format has no place for it");
    }
  }

  private void tool(JsonWriter out, Tool tool) {
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

  private void sampling(JsonWriter out, Sampling sampling) {
    Long most = sampling.maxOutputTokens();
    if (most != null || outgoing.maxOutputTokens() > 0) {
      out.field("max_tokens", most == null ? outgoing.maxOutputTokens() : most);
    }
    if (sampling.temperature() != null) {
      out.name("temperature").value(sampling.temperature());
    }
    if (sampling.topP() != null) {
      out.name("p").value(sampling.topP());
    }
    if (sampling.topK() != null) {
      out.field("k", sampling.topK());
    }
    if (!sampling.stop().isEmpty()) {
      out.name("stop_sequences").array();
      sampling.stop().stream().limit(Format.MOST_STOPS).forEach(out::value);
      out.endArray();
    }
    if (sampling.stop().size() > Format.MOST_STOPS) {
      lost("stop", "only " + Format.MOST_STOPS + " are taken");
    }
    if (sampling.seed() != null) {
      out.field("seed", sampling.seed());
    }
  }

  /** Models that can think do so unless they are told not to; how hard is said in tokens. */
  private void thinking(JsonWriter out, Thinking thinking) {
    if (thinking.mode() == Mode.UNSET) {
      if (thinking.effort() != null) {
        lost("thinking.effort", "said only where thinking is switched on");
      }
      return;
    }
    boolean on = thinking.mode() != Mode.OFF;
    out.name("thinking").object().field("type", on ? "enabled" : "disabled");
    if (on && thinking.sized()) {
      out.field("token_budget", thinking.nearestBudget());
    }
    out.endObject();
  }

  private void shape(JsonWriter out, Shape shape) {
    switch (shape.kind()) {
      case TEXT -> {}
      case JSON -> out.name("response_format").object().field("type", "json_object").endObject();
      case SCHEMA -> {
        out.name("response_format").object().field("type", "json_object");
        out.field("json_schema", json(shape.schema())).endObject();
      }
    }
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
