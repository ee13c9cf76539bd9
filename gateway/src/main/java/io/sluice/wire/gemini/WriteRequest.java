package io.sluice.wire.gemini;

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

/** Writes a request for content: the caller's own with changes, or one from another format. */
final class WriteRequest {
  private static final String SSE = "alt=sse";

  private final Prompt prompt;
  private final Outgoing outgoing;
  private final List<Loss> losses = new ArrayList<>();

  WriteRequest(Prompt prompt, Outgoing outgoing) {
    this.prompt = prompt;
    this.outgoing = outgoing;
  }

  /** The caller's own bytes, but for what policy and the budget change. */
  static Encoded pass(Incoming incoming, Prompt prompt, Outgoing outgoing) {
    Json root = incoming.root();
    var edits = new Edits(outgoing.splices());
    names(edits, root, outgoing.model());
    Json whole = Format.at(root, "generateContentRequest");
    names(edits, whole, outgoing.model());
    long most = outgoing.maxOutputTokens();
    if (most > 0 && prompt.sampling().maxOutputTokens() == null) {
      limit(edits, root, most);
    }
    String method = Address.of(incoming).method();
    String path = Address.at(outgoing.model(), method, incoming.query());
    return new Encoded(path, Headers.NONE, edits.apply(incoming.body()), List.of(), false);
  }

  /** The model as some clients repeat it in the body. */
  private static void names(Edits edits, Json root, String model) {
    edits.text(root.at("model"), "models/" + model);
  }

  private static void limit(Edits edits, Json root, long most) {
    Json config = Format.at(root, "generationConfig");
    var number = Bytes.utf8(Long.toString(most));
    if (config.isObject()) {
      String snake = Format.snake("maxOutputTokens");
      edits.member(config, config.at(snake).missing() ? "maxOutputTokens" : snake, number);
    } else {
      var whole = new JsonWriter(64).object().field("maxOutputTokens", number).endObject();
      edits.member(root, "generationConfig", whole.done());
    }
  }

  /** The same conversation in this format. */
  Encoded encode() {
    boolean stream = prompt.traits().call().stream();
    var out = new JsonWriter(1_024).object();
    members(out);
    config(out);
    String method = stream ? "streamGenerateContent" : "generateContent";
    String path = Address.at(outgoing.model(), method, stream ? SSE : "");
    return new Encoded(path, Headers.NONE, out.endObject().done(), losses, false);
  }

  /** The same conversation, to be counted. */
  Encoded count() {
    var out = new JsonWriter(1_024).object().name("generateContentRequest").object();
    out.field("model", "models/" + outgoing.model());
    members(out);
    Bytes body = out.endObject().endObject().done();
    String path = Address.at(outgoing.model(), "countTokens", "");
    return new Encoded(path, Headers.NONE, body, losses, false);
  }

  private void members(JsonWriter out) {
    var parts = new WriteParts(outgoing, this::lost);
    system(out, parts);
    contents(out, parts);
    tools(out, prompt.tools());
  }

  private void system(JsonWriter out, WriteParts parts) {
    var said = new ArrayList<Part>();
    boolean talking = false;
    for (Message message : prompt.messages()) {
      if (message.role() == Role.SYSTEM) {
        said.addAll(message.parts());
        lost(message.extras());
        if (talking) {
          lost("messages[].system", "moved to the front");
        }
      } else {
        talking = true;
      }
    }
    if (!said.isEmpty()) {
      out.name("systemInstruction").object().name("parts").array();
      parts.write(out, said);
      out.endArray().endObject();
    }
  }

  /** Turns of one side that follow each other are one: results of parallel calls must be. */
  private void contents(JsonWriter out, WriteParts parts) {
    out.name("contents").array();
    var turn = new ArrayList<Part>();
    boolean model = false;
    for (Message message : prompt.messages()) {
      if (message.role() == Role.SYSTEM) {
        continue;
      }
      lost(message.extras());
      boolean theirs = message.role() == Role.ASSISTANT;
      if (theirs != model) {
        content(out, parts, new Turn(model, turn));
        turn = new ArrayList<>();
        model = theirs;
      }
      turn.addAll(message.parts());
    }
    content(out, parts, new Turn(model, turn));
    out.endArray();
  }

  /** What one side says before the other speaks. */
  private record Turn(boolean model, List<Part> parts) {}

  private void content(JsonWriter out, WriteParts parts, Turn turn) {
    var said = new JsonWriter(256).array();
    int empty = said.size();
    parts.write(said, turn.parts());
    if (said.size() > empty) {
      out.object().field("role", turn.model() ? "model" : "user");
      out.field("parts", said.endArray().done()).endObject();
    }
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
    out.name("tools").array().object().name(Format.DECLARATIONS).array();
    own.forEach(tool -> tool(out, tool));
    out.endArray().endObject().endArray();
    if (tools.parallel() == Parallel.NO) {
      lost("parallel_tool_calls", WriteParts.NOT_KNOWN);
    }
    if (tools.choice() == Choice.UNSET) {
      return;
    }
    out.name("toolConfig").object().name("functionCallingConfig").object();
    switch (tools.choice()) {
      case UNSET, AUTO -> out.field("mode", "AUTO");
      case NONE -> out.field("mode", "NONE");
      case REQUIRED -> out.field("mode", "ANY");
      case NAMED -> {
        out.field("mode", "ANY").name("allowedFunctionNames").array().value(tools.chosen());
        out.endArray();
      }
    }
    out.endObject().endObject();
  }

  private void tool(JsonWriter out, Tool tool) {
    out.object().field("name", tool.name());
    String description = text(tool.description());
    if (!description.isEmpty()) {
      out.field("description", description);
    }
    String schema = text(tool.schema());
    if (!schema.isEmpty()) {
      out.field("parametersJsonSchema", Bytes.utf8(schema));
    }
    lost(tool.extras());
    out.endObject();
  }

  private void config(JsonWriter out) {
    var config = new JsonWriter(256).object();
    int empty = config.size();
    sampling(config, prompt.sampling());
    Bytes thinking =
        new WriteThinking(outgoing.model(), this::lost).config(prompt.sampling().thinking());
    if (!thinking.isEmpty()) {
      config.field("thinkingConfig", thinking);
    }
    shape(config, prompt.shape());
    for (Extra extra : prompt.extras()) {
      extra(config, extra);
    }
    if (config.size() > empty) {
      out.field("generationConfig", config.endObject().done());
    }
  }

  private void sampling(JsonWriter out, Sampling sampling) {
    Long most = sampling.maxOutputTokens();
    if (most != null) {
      out.field("maxOutputTokens", most);
    } else if (outgoing.maxOutputTokens() > 0) {
      out.field("maxOutputTokens", outgoing.maxOutputTokens());
    }
    if (sampling.temperature() != null) {
      out.name("temperature").value(sampling.temperature());
    }
    if (sampling.topP() != null) {
      out.name("topP").value(sampling.topP());
    }
    if (sampling.topK() != null) {
      out.field("topK", sampling.topK());
    }
    if (!sampling.stop().isEmpty()) {
      out.name("stopSequences").array();
      sampling.stop().forEach(out::value);
      out.endArray();
    }
    if (sampling.seed() != null) {
      out.field("seed", sampling.seed());
    }
  }

  private void shape(JsonWriter out, Shape shape) {
    if (shape.kind() == Shape.Kind.TEXT) {
      return;
    }
    out.field("responseMimeType", "application/json");
    String schema = text(shape.schema());
    if (!schema.isEmpty()) {
      out.field("responseJsonSchema", Bytes.utf8(schema));
    }
  }

  /** What other formats say beside the hub's words and this one can say too. */
  private void extra(JsonWriter out, Extra extra) {
    Json value = Fields.lenient(extra.json());
    switch (extra.name()) {
      case "stream_options" -> {} // usage is always said here
      case "n" -> {
        if (value.integer().orElse(1) != 1) {
          out.field("candidateCount", value.raw());
        }
      }
      case "presence_penalty" -> out.field("presencePenalty", value.raw());
      case "frequency_penalty" -> out.field("frequencyPenalty", value.raw());
      case "logprobs" -> {
        if (value.bool(false)) {
          out.field("responseLogprobs", true);
        }
      }
      case "top_logprobs" -> out.field("logprobs", value.raw());
      default -> {
        if (Fields.says(extra)) {
          lost(extra.name(), WriteParts.NOT_KNOWN);
        }
      }
    }
  }

  private String text(Segment segment) {
    return segment.text().isEmpty() ? "" : outgoing.texts().apply(segment).text();
  }

  private void lost(List<Extra> extras) {
    extras.forEach(extra -> lost(extra.name(), WriteParts.NOT_KNOWN));
  }

  private void lost(String field, String what) {
    var loss = new Loss(field, what);
    if (losses.size() < Format.MOST_LOSSES && !losses.contains(loss)) {
      losses.add(loss);
    }
  }
}
