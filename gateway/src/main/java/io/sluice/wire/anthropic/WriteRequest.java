package io.sluice.wire.anthropic;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Loss;
import io.sluice.model.Message;
import io.sluice.model.Message.Role;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Sampling;
import io.sluice.model.Segment;
import io.sluice.model.Shape;
import io.sluice.model.Tools;
import io.sluice.model.Tools.Choice;
import io.sluice.model.Tools.Parallel;
import io.sluice.model.Tools.Tool;
import io.sluice.wire.Edits;
import io.sluice.wire.Encoded;
import io.sluice.wire.Fields;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import java.util.ArrayList;
import java.util.List;

/** Writes a Messages request: the caller's own with changes, or one from another format. */
final class WriteRequest {
  private static final Bytes NO_SCHEMA = Bytes.utf8("{\"type\":\"object\",\"properties\":{}}");

  private final Prompt prompt;
  private final Outgoing outgoing;
  private final List<Loss> losses = new ArrayList<>();
  private final WriteBlocks blocks;

  WriteRequest(Prompt prompt, Outgoing outgoing) {
    this.prompt = prompt;
    this.outgoing = outgoing;
    this.blocks = new WriteBlocks(outgoing, this::lost);
  }

  /** The caller's own bytes, but for what policy and the budget change. */
  static Encoded pass(Incoming incoming, Outgoing outgoing, String path) {
    Json root = incoming.root();
    var edits = new Edits(outgoing.splices()).text(root.at("model"), outgoing.model());
    long most = outgoing.maxOutputTokens();
    if (most > 0 && root.integer("max_tokens", 0) > most) {
      edits.member(root, "max_tokens", Bytes.utf8(Long.toString(most)));
    }
    String query = incoming.query().isEmpty() ? "" : "?" + incoming.query();
    Bytes body = edits.apply(incoming.body());
    return new Encoded(path + query, Format.version(incoming), body, List.of(), false);
  }

  /** The same conversation in this format. */
  Encoded encode() {
    long room = room();
    var thinking = new WriteThinking(prompt, outgoing.model(), room, this::lost);
    long most = room > 0 ? room : Format.MOST_OUTPUT_TOKENS + thinking.budget(0);
    var out = new JsonWriter(1_024).object().field("model", outgoing.model());
    out.field("max_tokens", most);
    system(out);
    messages(out);
    tools(out, prompt.tools());
    sampling(out, prompt.sampling(), thinking.on());
    Bytes switched = thinking.switched(room);
    if (!switched.isEmpty()) {
      out.field("thinking", switched);
    }
    output(out, prompt.shape(), thinking.effort());
    if (prompt.traits().call().stream()) {
      out.field("stream", true);
    }
    for (var extra : prompt.extras()) {
      if (Fields.says(extra)) {
        lost(extra.name(), WriteBlocks.NOT_KNOWN);
      }
    }
    Bytes body = out.endObject().done();
    return new Encoded(Format.PATH, Format.version(), body, losses, false);
  }

  /** The most output tokens that the caller or the gateway set; 0: neither. */
  private long room() {
    Long asked = prompt.sampling().maxOutputTokens();
    long limit = outgoing.maxOutputTokens();
    return asked == null ? limit : limit > 0 ? Math.min(asked, limit) : asked;
  }

  private void system(JsonWriter out) {
    var parts = new ArrayList<Part>();
    boolean talking = false;
    for (Message message : prompt.messages()) {
      if (message.role() == Role.SYSTEM) {
        parts.addAll(message.parts());
        message.extras().forEach(extra -> lost(extra.name(), WriteBlocks.NOT_KNOWN));
        if (talking) {
          lost("messages[].system", "moved to the front");
        }
      } else {
        talking = true;
      }
    }
    if (blocks.says(parts)) {
      out.name("system").array();
      blocks.write(out, parts);
      out.endArray();
    }
  }

  /** Turns of one side that follow each other are one; tool results come first in theirs. */
  private void messages(JsonWriter out) {
    out.name("messages").array();
    var turn = new ArrayList<Part>();
    boolean assistant = false;
    for (Message message : prompt.messages()) {
      if (message.role() == Role.SYSTEM) {
        continue;
      }
      boolean now = message.role() == Role.ASSISTANT;
      if (now != assistant) {
        turn(out, assistant, turn);
        turn.clear();
      }
      assistant = now;
      message.extras().forEach(extra -> lost(extra.name(), WriteBlocks.NOT_KNOWN));
      turn.addAll(message.parts());
    }
    turn(out, assistant, turn);
    out.endArray();
  }

  private void turn(JsonWriter out, boolean assistant, List<Part> parts) {
    if (!blocks.says(parts)) {
      return;
    }
    var ordered = new ArrayList<Part>(parts.size());
    for (Part part : parts) {
      if (part instanceof Part.ToolResult) {
        ordered.add(part);
      }
    }
    for (Part part : parts) {
      if (!(part instanceof Part.ToolResult)) {
        ordered.add(part);
      }
    }
    out.object().field("role", assistant ? "assistant" : "user").name("content").array();
    blocks.write(out, ordered);
    out.endArray().endObject();
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
      tool(out, tool);
    }
    out.endArray();
    boolean serial = tools.parallel() == Parallel.NO && tools.choice() != Choice.NONE;
    if (tools.choice() == Choice.UNSET && !serial) {
      return;
    }
    out.name("tool_choice").object();
    switch (tools.choice()) {
      case UNSET, AUTO -> out.field("type", "auto");
      case NONE -> out.field("type", "none");
      case REQUIRED -> out.field("type", "any");
      case NAMED -> out.field("type", "tool").field("name", tools.chosen());
    }
    if (serial) {
      out.field("disable_parallel_tool_use", true);
    }
    out.endObject();
  }

  private void tool(JsonWriter out, Tool tool) {
    out.object().field("name", tool.name());
    String description = text(tool.description());
    if (!description.isEmpty()) {
      out.field("description", description);
    }
    String schema = text(tool.schema());
    out.field("input_schema", schema.isEmpty() ? NO_SCHEMA : Bytes.utf8(schema));
    for (var extra : tool.extras()) {
      if (extra.name().equals("strict")) {
        out.field("strict", Fields.lenient(extra.json()).bool(false));
      } else {
        lost("tools[]." + extra.name(), WriteBlocks.NOT_KNOWN);
      }
    }
    out.endObject();
  }

  private void sampling(JsonWriter out, Sampling sampling, boolean thinks) {
    Double temperature = sampling.temperature();
    if (temperature != null && thinks && temperature != 1) {
      lost("temperature", WriteThinking.LEFT_OUT);
    } else if (temperature != null) {
      if (temperature > 1) {
        lost("temperature", "lowered to 1, the most this format has");
      }
      out.name("temperature").value(Math.min(1, temperature));
    }
    Double topP = sampling.topP();
    if (topP != null && thinks && topP < WriteThinking.LEAST_TOP_P) {
      lost("top_p", WriteThinking.LEFT_OUT);
    } else if (topP != null) {
      out.name("top_p").value(topP);
    }
    if (sampling.topK() != null && thinks) {
      lost("top_k", WriteThinking.LEFT_OUT);
    } else if (sampling.topK() != null) {
      out.field("top_k", sampling.topK());
    }
    if (sampling.seed() != null) {
      lost("seed", WriteBlocks.NOT_KNOWN);
    }
    var stops = sampling.stop().stream().filter(stop -> !stop.isBlank()).toList();
    if (stops.size() < sampling.stop().size()) {
      lost("stop", "a stop sequence of blanks only cannot be said");
    }
    if (!stops.isEmpty()) {
      out.name("stop_sequences").array();
      stops.forEach(out::value);
      out.endArray();
    }
  }

  /** The configuration of the output: its shape, and how hard the model is to work on it. */
  private void output(JsonWriter out, Shape shape, String effort) {
    String schema = shape.kind() == Shape.Kind.SCHEMA ? text(shape.schema()) : "";
    if (shape.kind() != Shape.Kind.TEXT && schema.isEmpty()) {
      lost("response_format", "this format has no JSON without a schema");
    }
    if (schema.isEmpty() && effort.isEmpty()) {
      return;
    }
    out.name("output_config").object();
    if (!schema.isEmpty()) {
      out.name("format").object().field("type", "json_schema");
      out.field("schema", Bytes.utf8(schema)).endObject();
    }
    if (!effort.isEmpty()) {
      out.field("effort", effort);
    }
    out.endObject();
  }

  private String text(Segment segment) {
    return segment.text().isEmpty() ? "" : outgoing.texts().apply(segment).text();
  }

  private void lost(String field, String what) {
    var loss = new Loss(field, what);
    if (losses.size() < Format.MOST_LOSSES && !losses.contains(loss)) {
      losses.add(loss);
    }
  }
}
