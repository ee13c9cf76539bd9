package io.sluice.wire.openaichat;

import io.sluice.json.Json;
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
import io.sluice.model.Splice;
import io.sluice.model.Thinking;
import io.sluice.model.Tools;
import io.sluice.model.Tools.Parallel;
import io.sluice.model.Tools.Tool;
import io.sluice.wire.Edits;
import io.sluice.wire.Encoded;
import io.sluice.wire.Fields;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import io.sluice.wire.openaichat.Dialect.Habit;
import java.util.ArrayList;
import java.util.List;

/** Writes a chat completions request: the caller's own with changes, or one from another format. */
final class WriteRequest {
  private static final String NOT_KNOWN = "not known in this format";
  private static final Bytes USAGE = Bytes.utf8("{\"include_usage\":true}");

  private final Prompt prompt;
  private final Outgoing outgoing;
  private final List<Loss> losses = new ArrayList<>();
  private final Dialect dialect;

  WriteRequest(Dialect dialect, Prompt prompt, Outgoing outgoing) {
    this.dialect = dialect;
    this.prompt = prompt;
    this.outgoing = outgoing;
  }

  /** The caller's own bytes, but for what policy, the budget and the provider's dialect change. */
  Encoded pass(Incoming incoming) {
    Json root = incoming.root();
    var edits = new Edits(outgoing.splices()).text(root.at("model"), outgoing.model());
    boolean asked = root.at("stream_options").at("include_usage").bool(false);
    boolean hidden =
        prompt.traits().call().stream()
            && outgoing.usageNeeded()
            && !asked
            && !dialect.has(Habit.USAGE_UNASKED);
    if (hidden) {
      Json options = root.at("stream_options");
      if (options.isObject()) {
        edits.member(options, "include_usage", Bytes.utf8("true"));
      } else {
        edits.member(root, "stream_options", USAGE);
      }
    }
    String limit = dialect.limit();
    boolean otherName = limit.equals("max_tokens") && root.at(limit).missing();
    if (otherName && !root.at("max_completion_tokens").absent()) {
      edits.rename(root, "max_completion_tokens", limit);
    } else if (outgoing.maxOutputTokens() > 0 && prompt.sampling().maxOutputTokens() == null) {
      edits.member(root, limit, Bytes.utf8(Long.toString(outgoing.maxOutputTokens())));
    }
    Accent.spoken(root, dialect, edits);
    thinking(root, edits);
    return new Encoded(Format.PATH, Headers.NONE, edits.apply(incoming.body()), losses, hidden);
  }

  /** OpenAI's word in the provider's way, unless the caller says something in that way itself. */
  private void thinking(Json root, Edits edits) {
    Json effort = root.at(ReadThinking.EFFORT);
    Thinking thinking = prompt.sampling().thinking();
    boolean gone =
        outgoing.splices().stream()
            .map(Splice::span)
            .anyMatch(
                one -> one.start() < effort.span().end() && effort.span().start() < one.end());
    boolean plain = dialect.thinking().asOpenAi(effort.string().orElse(""));
    if (!effort.isString() || gone || plain || thinking.equals(Thinking.UNSET)) {
      return;
    }
    var members = new WriteThinking(dialect.thinking(), this::lost).members(thinking);
    boolean own =
        members.keySet().stream()
            .anyMatch(name -> !name.equals(ReadThinking.EFFORT) && !root.at(name).missing());
    if (!own) {
      edits.replace(root, ReadThinking.EFFORT, members);
    }
  }

  /** The same conversation in this format. */
  Encoded encode() {
    var out = new JsonWriter(1_024).object().field("model", outgoing.model());
    out.name("messages").array();
    int left = prompt.messages().size();
    for (Message message : prompt.messages()) {
      left--;
      message(out, message, left == 0 && dialect.has(Habit.MARKED_PREFIX));
    }
    out.endArray();
    tools(out, prompt.tools());
    sampling(out, prompt.sampling(), dialect.limit());
    var ways = new WriteThinking(dialect.thinking(), this::lost);
    ways.members(prompt.sampling().thinking()).forEach(out::field);
    shape(out, prompt.shape());
    if (prompt.traits().call().stream()) {
      out.field("stream", true);
      if (!dialect.has(Habit.USAGE_UNASKED)) {
        out.field("stream_options", USAGE);
      }
    }
    int choices = prompt.traits().size().choices();
    if (choices > 1) {
      out.field("n", choices);
    }
    for (Extra extra : prompt.extras()) {
      boolean said =
          extra.name().equals("generationConfig.candidateCount") || Kin.said(out, prompt, extra);
      if (!said && Fields.says(extra)) {
        lost(extra.name(), NOT_KNOWN);
      }
    }
    return new Encoded(Format.PATH, Headers.NONE, out.endObject().done(), losses, true);
  }

  private void message(JsonWriter out, Message message, boolean marked) {
    lost(message.extras());
    var results = new ArrayList<Part.ToolResult>();
    var rest = new ArrayList<Part>();
    for (Part part : message.parts()) {
      if (part instanceof Part.ToolResult result) {
        results.add(result);
      } else {
        rest.add(part);
      }
    }
    for (Part.ToolResult result : results) {
      result(out, result);
    }
    if (rest.isEmpty() && !results.isEmpty()) {
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
      if (marked && rest.stream().noneMatch(Part.ToolCall.class::isInstance)) {
        out.field("prefix", true);
      }
    } else {
      out.name("content");
      content(out, rest);
    }
    out.endObject();
  }

  private void result(JsonWriter out, Part.ToolResult result) {
    out.object().field("role", "tool").field("tool_call_id", callId(result.callId()));
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

  private void assistant(JsonWriter out, List<Part> parts) {
    var text = new StringBuilder();
    var thought = new StringBuilder();
    var calls = new ArrayList<Part.ToolCall>();
    for (Part part : parts) {
      switch (part) {
        case Part.Text(var segment, var _) -> text.append(outgoing.texts().apply(segment).text());
        case Part.ToolCall call -> calls.add(call);
        case Part.Thinking thinking -> thought(thinking, thought);
        case Part.Opaque(var _, String kind, var _) -> lost(kind, NOT_KNOWN);
        case Part.Image _ -> lost("image", "an assistant's message holds no image");
        case Part.Document _ -> lost("document", "an assistant's message holds no document");
        case Part.ToolResult _ -> lost("tool_result", "not part of an assistant's message");
      }
    }
    if (!thought.isEmpty() && !dialect.thinking().back().isEmpty()) {
      out.field(dialect.thinking().back(), thought.toString());
    }
    out.name("content");
    if (!thought.isEmpty() && dialect.has(Habit.THINKING_PARTS)) {
      Accent.thinkingParts(out, thought.toString(), text.toString());
    } else if (text.isEmpty() && !calls.isEmpty()) {
      out.nothing();
    } else {
      out.value(text.toString());
    }
    if (!calls.isEmpty()) {
      out.name("tool_calls").array();
      for (Part.ToolCall call : calls) {
        String arguments = outgoing.texts().apply(call.arguments()).text();
        out.object()
            .field("id", callId(call.id()))
            .field("type", "function")
            .name("function")
            .object();
        out.field("name", call.name()).field("arguments", arguments.isEmpty() ? "{}" : arguments);
        out.endObject().endObject();
      }
      out.endArray();
    }
  }

  /** What the model thought, where the provider takes it back. */
  private void thought(Part.Thinking thinking, StringBuilder thought) {
    if (dialect.thinking().back().isEmpty() && !dialect.has(Habit.THINKING_PARTS)) {
      lost("thinking", Format.THINKING);
      return;
    }
    thought.append(outgoing.texts().apply(thinking.segment()).text());
    if (!thinking.signature().isEmpty()) {
      lost("thinking.signature", NOT_KNOWN);
    }
  }

  private String callId(String id) {
    return dialect.has(Habit.SHORT_CALL_IDS) ? Accent.shortId(id) : id;
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
        case Part.Document document -> document(out, document);
        case Part.Opaque(var _, String kind, var _) -> lost(kind, NOT_KNOWN);
        case Part.Thinking _ -> lost("thinking", Format.THINKING);
        case Part.ToolCall _ -> lost("tool_use", "not part of this message");
        case Part.ToolResult _ -> lost("tool_result", "not part of this message");
      }
    }
    out.endArray();
  }

  private void document(JsonWriter out, Part.Document document) {
    if (document.url()) {
      lost("document", "a document at a URL is not part of this format");
      return;
    }
    lost(document.extras());
    String name = outgoing.texts().apply(document.name()).text();
    String data = "data:" + document.mediaType() + ";base64," + document.content();
    out.object().field("type", "file").name("file").object();
    out.field("filename", name.isEmpty() ? "document.pdf" : name).field("file_data", data);
    out.endObject().endObject();
  }

  private void tools(JsonWriter out, Tools tools) {
    var own = new ArrayList<Tool>(tools.offered().size());
    for (Tool tool : tools.offered()) {
      if (tool.extras().stream().anyMatch(extra -> extra.name().equals("provider_tool"))) {
        lost("tools[]." + tool.name(), "a tool that only the other format knows");
      } else {
        own.add(tool);
      }
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
    switch (tools.choice()) {
      case UNSET -> {}
      case AUTO -> out.field("tool_choice", "auto");
      case NONE -> out.field("tool_choice", "none");
      case REQUIRED -> out.field("tool_choice", "required");
      case NAMED -> {
        out.name("tool_choice").object().field("type", "function").name("function").object();
        out.field("name", tools.chosen()).endObject().endObject();
      }
    }
    if (tools.parallel() != Parallel.UNSET) {
      out.field("parallel_tool_calls", tools.parallel() == Parallel.YES);
    }
  }

  private void sampling(JsonWriter out, Sampling sampling, String limitName) {
    Long most = sampling.maxOutputTokens();
    if (most != null) {
      out.field(limitName, most);
    } else if (outgoing.maxOutputTokens() > 0) {
      out.field(limitName, outgoing.maxOutputTokens());
    }
    if (sampling.temperature() != null) {
      out.name("temperature").value(sampling.temperature());
    }
    if (sampling.topP() != null) {
      out.name("top_p").value(sampling.topP());
    }
    if (sampling.topK() != null) {
      lost("top_k", NOT_KNOWN);
    }
    if (!sampling.stop().isEmpty()) {
      out.name("stop").array();
      sampling.stop().forEach(out::value);
      out.endArray();
    }
    if (sampling.seed() != null) {
      out.field(dialect.renames().getOrDefault("seed", "seed"), sampling.seed());
    }
  }

  private void shape(JsonWriter out, Shape shape) {
    switch (shape.kind()) {
      case TEXT -> {}
      case JSON -> out.name("response_format").object().field("type", "json_object").endObject();
      case SCHEMA -> {
        out.name("response_format").object().field("type", "json_schema");
        out.name("json_schema").object();
        out.field("name", shape.name().isEmpty() ? "answer" : shape.name());
        out.field("schema", json(shape.schema())).field("strict", shape.strict());
        out.endObject().endObject();
      }
    }
  }

  private void lost(List<Extra> extras) {
    extras.forEach(extra -> lost(extra.name(), NOT_KNOWN));
  }

  private Bytes json(Segment raw) {
    return Bytes.utf8(outgoing.texts().apply(raw).text());
  }

  private void lost(String field, String what) {
    var loss = new Loss(field, what);
    if (losses.size() < Format.MOST_LOSSES && !losses.contains(loss)) {
      losses.add(loss);
    }
  }
}
