package io.sluice.wire.openairesponses;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Extra;
import io.sluice.model.Headers;
import io.sluice.model.Loss;
import io.sluice.model.Prompt;
import io.sluice.model.Sampling;
import io.sluice.model.Segment;
import io.sluice.model.Shape;
import io.sluice.model.Thinking;
import io.sluice.model.Thinking.Mode;
import io.sluice.model.Tools;
import io.sluice.model.Tools.Parallel;
import io.sluice.model.Tools.Tool;
import io.sluice.wire.Encoded;
import io.sluice.wire.Fields;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import java.util.ArrayList;
import java.util.List;

/** Writes a Responses request: the caller's own with changes, or one from another format. */
final class WriteRequest {
  private static final Bytes NO_ARGUMENTS = Bytes.utf8("{\"type\":\"object\",\"properties\":{}}");
  private final Prompt prompt;
  private final Outgoing outgoing;
  private final List<Loss> losses = new ArrayList<>();

  WriteRequest(Prompt prompt, Outgoing outgoing) {
    this.prompt = prompt;
    this.outgoing = outgoing;
  }

  /** The caller's own bytes, but for what policy and the budget change. */
  Encoded pass(Incoming incoming) {
    Json root = incoming.root();
    var edits = Conversation.edits(incoming, outgoing).text(root.at("model"), outgoing.model());
    if (outgoing.maxOutputTokens() > 0 && prompt.sampling().maxOutputTokens() == null) {
      edits.member(root, "max_output_tokens", limit());
    }
    Bytes body = edits.apply(incoming.body());
    return new Encoded(Format.PATH, Headers.NONE, body, List.of(), false);
  }

  private Bytes limit() {
    long most = Math.max(Format.FEWEST_OUTPUT_TOKENS, outgoing.maxOutputTokens());
    return Bytes.utf8(Long.toString(most));
  }

  /** The same conversation in this format; nothing of it is kept at the provider. */
  Encoded encode() {
    var out = new JsonWriter(1_024).object().field("model", outgoing.model());
    out.name("input").array();
    new WriteItems(outgoing, this::lost).write(out, prompt.messages());
    out.endArray();
    tools(out, prompt.tools());
    sampling(out, prompt.sampling());
    reasoning(out, prompt.sampling().thinking());
    text(out);
    if (prompt.traits().call().stream()) {
      out.field("stream", true);
    }
    extras(out);
    return new Encoded(Format.PATH, Headers.NONE, out.endObject().done(), losses, false);
  }

  /** Members that chat completions and this format share; the others are lost. */
  private void extras(JsonWriter out) {
    Bytes store = Bytes.utf8("false");
    for (Extra extra : prompt.extras()) {
      switch (shared(extra)) {
        case "store" -> store = extra.json();
        case "verbosity" -> {} // said with the shape
        case "" -> {
          if (Fields.says(extra)) {
            lost(extra.name(), Format.NOT_KNOWN);
          }
        }
        default -> out.field(extra.name(), extra.json());
      }
    }
    out.field("store", store);
  }

  /** The member's name if it means here what it means in chat completions; else empty. */
  private String shared(Extra extra) {
    if (!prompt.traits().call().format().equals("openai-chat")) {
      return "";
    }
    return switch (extra.name()) {
      case "metadata",
          "user",
          "safety_identifier",
          "service_tier",
          "prompt_cache_key",
          "prompt_cache_retention",
          "store",
          "verbosity" ->
          extra.name();
      default -> "";
    };
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
    own.forEach(tool -> tool(out, tool));
    out.endArray();
    switch (tools.choice()) {
      case UNSET -> {}
      case AUTO -> out.field("tool_choice", "auto");
      case NONE -> out.field("tool_choice", "none");
      case REQUIRED -> out.field("tool_choice", "required");
      case NAMED ->
          out.name("tool_choice")
              .object()
              .field("type", "function")
              .field("name", tools.chosen())
              .endObject();
    }
    if (tools.parallel() != Parallel.UNSET) {
      out.field("parallel_tool_calls", tools.parallel() == Parallel.YES);
    }
  }

  /** Here schemas are strict unless one says otherwise; elsewhere it is the other way round. */
  private void tool(JsonWriter out, Tool tool) {
    out.object().field("type", "function").field("name", tool.name());
    String description = outgoing.texts().apply(tool.description()).text();
    if (!description.isEmpty()) {
      out.field("description", description);
    }
    boolean schema = !tool.schema().text().isEmpty();
    out.field("parameters", schema ? json(tool.schema()) : NO_ARGUMENTS);
    boolean strict = false;
    for (Extra extra : tool.extras()) {
      if (extra.name().equals("strict")) {
        strict = extra.json().utf8().equals("true");
      } else {
        lost(extra.name(), Format.NOT_KNOWN);
      }
    }
    out.field("strict", strict).endObject();
  }

  private void sampling(JsonWriter out, Sampling sampling) {
    Long most = sampling.maxOutputTokens();
    if (most != null) {
      out.field("max_output_tokens", Math.max(Format.FEWEST_OUTPUT_TOKENS, most));
    } else if (outgoing.maxOutputTokens() > 0) {
      out.field("max_output_tokens", limit());
    }
    if (sampling.temperature() != null) {
      out.name("temperature").value(sampling.temperature());
    }
    if (sampling.topP() != null) {
      out.name("top_p").value(sampling.topP());
    }
    if (sampling.topK() != null) {
      lost("top_k", Format.NOT_KNOWN);
    }
    if (!sampling.stop().isEmpty()) {
      lost("stop", "this format has no stop sequences");
    }
    if (sampling.seed() != null) {
      lost("seed", Format.NOT_KNOWN);
    }
  }

  /** Nothing is kept at the provider: what it seals must come back with the answer. */
  private void reasoning(JsonWriter out, Thinking thinking) {
    boolean off = thinking.mode() == Mode.OFF;
    boolean on = thinking.mode() == Mode.ON;
    boolean shown = thinking.wanted() && Boolean.TRUE.equals(thinking.shown());
    if (!off && !on && !shown && !thinking.sized()) {
      return;
    }
    if (thinking.budgetTokens() > 0) {
      lost("thinking.budget_tokens", "said as an effort, which is no exact number");
    }
    out.name("reasoning").object();
    if (off) {
      out.field("effort", "none");
    } else if (on || thinking.sized()) {
      out.field("effort", thinking.nearestEffort().word());
    }
    if (shown) {
      out.field("summary", "auto");
    }
    out.endObject();
    if (!off) {
      out.name("include").array().value("reasoning.encrypted_content").endArray();
    }
  }

  private void text(JsonWriter out) {
    Shape shape = prompt.shape();
    Bytes verbosity =
        prompt.extras().stream()
            .filter(extra -> shared(extra).equals("verbosity"))
            .map(Extra::json)
            .findFirst()
            .orElse(Bytes.EMPTY);
    if (shape.kind() == Shape.Kind.TEXT && verbosity.isEmpty()) {
      return;
    }
    out.name("text").object();
    switch (shape.kind()) {
      case TEXT -> {}
      case JSON -> out.name("format").object().field("type", "json_object").endObject();
      case SCHEMA -> {
        out.name("format").object().field("type", "json_schema");
        out.field("name", shape.name().isEmpty() ? "answer" : shape.name());
        out.field("schema", json(shape.schema())).field("strict", shape.strict()).endObject();
      }
    }
    if (!verbosity.isEmpty()) {
      out.field("verbosity", verbosity);
    }
    out.endObject();
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
