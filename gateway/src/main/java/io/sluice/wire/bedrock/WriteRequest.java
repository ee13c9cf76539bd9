package io.sluice.wire.bedrock;

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
import io.sluice.model.Shape;
import io.sluice.wire.Edits;
import io.sluice.wire.Encoded;
import io.sluice.wire.Fields;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import io.sluice.wire.anthropic.WriteThinking;
import java.util.ArrayList;
import java.util.List;

/** Writes a Converse request: the caller's own with changes, or one from another format. */
final class WriteRequest {
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
  static Encoded pass(Incoming incoming, Outgoing outgoing) {
    Json root = incoming.root();
    var edits = new Edits(outgoing.splices());
    long most = outgoing.maxOutputTokens();
    Json config = root.at("inferenceConfig");
    long asked = config.integer("maxTokens", Long.MAX_VALUE);
    if (most > 0 && asked > most) {
      Bytes limit = Bytes.utf8(Long.toString(most));
      if (config.isObject()) {
        edits.member(config, "maxTokens", limit);
      } else {
        edits.member(root, "inferenceConfig", Bytes.utf8("{\"maxTokens\":" + most + "}"));
      }
    }
    String query = incoming.query().isEmpty() ? "" : "?" + incoming.query();
    String path = Format.path(outgoing.model(), Format.stream(incoming.path()));
    Bytes body = edits.apply(incoming.body());
    return new Encoded(path + query, Headers.NONE, body, List.of(), false);
  }

  /** The same conversation in this format. */
  Encoded encode() {
    var out = new JsonWriter(1_024).object();
    messages(out);
    system(out);
    var fields = new ModelFields(prompt, outgoing.model(), this::lost);
    fields.think(room());
    sampling(out, prompt.sampling(), fields.thinks());
    new WriteTools(prompt, outgoing, this::lost).write(out);
    shape(out, prompt.shape());
    fields.topK();
    Bytes further = fields.done();
    if (!further.isEmpty()) {
      out.field(ModelFields.NAME, further);
    }
    for (Extra extra : prompt.extras()) {
      if (Fields.says(extra)) {
        lost(extra.name(), Format.NOT_KNOWN);
      }
    }
    Bytes body = out.endObject().done();
    String path = Format.path(outgoing.model(), prompt.traits().call().stream());
    return new Encoded(path, Headers.NONE, body, losses, false);
  }

  private void system(JsonWriter out) {
    var parts = new ArrayList<Part>();
    boolean talking = false;
    for (Message message : prompt.messages()) {
      if (message.role() == Role.SYSTEM) {
        parts.addAll(message.parts());
        lost(message.extras());
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
      lost(message.extras());
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
    parts.stream().filter(Part.ToolResult.class::isInstance).forEach(ordered::add);
    parts.stream().filter(part -> !(part instanceof Part.ToolResult)).forEach(ordered::add);
    out.object().field("role", assistant ? "assistant" : "user").name("content").array();
    blocks.write(out, ordered);
    out.endArray().endObject();
  }

  /** The most output tokens that the caller or the gateway set; 0: neither. */
  private long room() {
    Long asked = prompt.sampling().maxOutputTokens();
    long limit = outgoing.maxOutputTokens();
    return asked == null ? limit : limit > 0 ? Math.min(asked, limit) : asked;
  }

  private void sampling(JsonWriter out, Sampling sampling, boolean thinks) {
    out.name("inferenceConfig").object();
    if (room() > 0) {
      out.field("maxTokens", room());
    }
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
      out.name("topP").value(topP);
    }
    if (sampling.seed() != null) {
      lost("seed", Format.NOT_KNOWN);
    }
    if (!sampling.stop().isEmpty()) {
      out.name("stopSequences").array();
      sampling.stop().forEach(out::value);
      out.endArray();
    }
    out.endObject();
  }

  private void shape(JsonWriter out, Shape shape) {
    String schema =
        shape.schema().text().isEmpty() ? "" : outgoing.texts().apply(shape.schema()).text();
    if (shape.kind() == Shape.Kind.TEXT) {
      return;
    }
    if (schema.isEmpty()) {
      lost("response_format", "this format has no JSON without a schema");
      return;
    }
    out.name("outputConfig").object().name("textFormat").object().field("type", "json_schema");
    out.name("structure").object().name("jsonSchema").object();
    out.field("name", shape.name().isEmpty() ? "answer" : shape.name()).field("schema", schema);
    out.endObject().endObject().endObject().endObject();
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
