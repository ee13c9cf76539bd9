package io.sluice.wire.ollama;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Embedding;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Loss;
import io.sluice.model.Request;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Source;
import io.sluice.model.Traits;
import io.sluice.model.Traits.Call;
import io.sluice.model.Traits.Operation;
import io.sluice.model.Traits.Size;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Codec;
import io.sluice.wire.Edits;
import io.sluice.wire.Encoded;
import io.sluice.wire.ErrorAnswer;
import io.sluice.wire.Fields;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import io.sluice.wire.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Ollama's native embeddings, both ways.
 *
 * <p>Source: Ollama API documentation, Generate embeddings.
 */
public final class OllamaEmbed implements Codec {
  private static final Set<String> KNOWN = Set.of("model", "input", "dimensions");

  @Override
  public String name() {
    return Format.EMBED;
  }

  @Override
  public String family() {
    return Format.FAMILY;
  }

  @Override
  public Request read(Incoming incoming) {
    Json root = incoming.root();
    String model = Fields.required(root, "model", "");
    var segments = new Segments();
    var inputs = new ArrayList<Segment>();
    Json input = root.at("input");
    if (input.isString()) {
      inputs.add(segments.text(Source.USER, input));
    }
    int index = 0;
    for (Json item : input.items()) {
      if (!item.isString()) {
        throw Fields.bad("input[" + index + "] must be a string");
      }
      inputs.add(segments.text(Source.USER, item));
      index++;
    }
    if (inputs.isEmpty()) {
      throw Fields.bad("input must be a string or an array that is not empty");
    }
    for (Json.Field field : root.fields()) {
      if (!KNOWN.contains(field.name())) {
        segments.extra(Source.USER, field);
      }
    }
    Long dimensions = Fields.count(root, "dimensions");
    var traits =
        new Traits(
            new Call(Format.EMBED, Operation.EMBED, model, false),
            List.of(),
            List.of(),
            new Size(segments.bytes(), 0, 0),
            List.of());
    int size = dimensions == null ? 0 : (int) Math.min(dimensions, Integer.MAX_VALUE);
    return new Embedding(traits, segments.all(), inputs, size, false, Fields.extras(root, KNOWN));
  }

  @Override
  public Encoded pass(Incoming incoming, Request request, Outgoing outgoing) {
    var edits = new Edits(outgoing.splices()).text(incoming.root().at("model"), outgoing.model());
    Bytes body = edits.apply(incoming.body());
    return new Encoded(Format.EMBED_PATH, Headers.NONE, body, List.of(), false);
  }

  /** Tokens in place of text are the OpenAI family's alone. */
  @Override
  public boolean speaks(Request request) {
    return request instanceof Embedding embedding && !embedding.inputs().isEmpty();
  }

  @Override
  public Encoded encode(Request request, Outgoing outgoing) {
    var embedding = (Embedding) request;
    var losses = new ArrayList<Loss>();
    var out = new JsonWriter(1_024).object().field("model", outgoing.model()).name("input").array();
    embedding.inputs().forEach(text -> out.value(outgoing.texts().apply(text).text()));
    out.endArray();
    if (embedding.dimensions() > 0) {
      out.field("dimensions", embedding.dimensions());
    }
    embedding.extras().forEach(one -> losses.add(new Loss(one.name(), Format.NOT_KNOWN)));
    return new Encoded(Format.EMBED_PATH, Headers.NONE, out.endObject().done(), losses, false);
  }

  @Override
  public AnswerReader reader(boolean stream) {
    return new ReadVectors();
  }

  @Override
  public AnswerWriter writer(Answering answering) {
    return new WriteVectors(answering);
  }

  @Override
  public Fault fault(int status, Headers headers, Bytes body) {
    return ErrorAnswer.read(status, headers, body);
  }

  @Override
  public Bytes refusal(Fault fault, ExchangeId exchange) {
    return Format.refusal(fault, exchange);
  }

  @Override
  public List<String> passedHeaders() {
    return List.of();
  }
}
