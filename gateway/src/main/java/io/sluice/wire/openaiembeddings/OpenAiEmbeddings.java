package io.sluice.wire.openaiembeddings;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Embedding;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Loss;
import io.sluice.model.Request;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Codec;
import io.sluice.wire.Edits;
import io.sluice.wire.Encoded;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import io.sluice.wire.openaichat.Errors;
import java.util.ArrayList;
import java.util.List;

/**
 * OpenAI embeddings, both ways.
 *
 * <p>Source: OpenAI API reference, Embeddings.
 */
public final class OpenAiEmbeddings implements Codec {
  @Override
  public String name() {
    return Format.NAME;
  }

  @Override
  public String family() {
    return Format.FAMILY;
  }

  @Override
  public Request read(Incoming incoming) {
    return new ReadRequest().read(incoming);
  }

  @Override
  public Encoded pass(Incoming incoming, Request request, Outgoing outgoing) {
    Json root = incoming.root();
    var edits = new Edits(outgoing.splices()).text(root.at("model"), outgoing.model());
    Bytes body = edits.apply(incoming.body());
    return new Encoded(Format.PATH, Headers.NONE, body, List.of(), false);
  }

  @Override
  public boolean speaks(Request request) {
    return request instanceof Embedding embedding
        && (!embedding.inputs().isEmpty() || request.traits().call().format().equals(Format.NAME));
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
    embedding.extras().forEach(one -> losses.add(new Loss(one.name(), "not known in this format")));
    return new Encoded(Format.PATH, Headers.NONE, out.endObject().done(), losses, false);
  }

  @Override
  public AnswerReader reader(boolean stream) {
    return new ReadAnswer();
  }

  @Override
  public AnswerWriter writer(Answering answering) {
    return new WriteAnswer(answering);
  }

  @Override
  public Fault fault(int status, Headers headers, Bytes body) {
    return Errors.read(status, headers, body);
  }

  @Override
  public Bytes refusal(Fault fault, ExchangeId exchange) {
    return Errors.refusal(fault, exchange);
  }

  @Override
  public List<String> passedHeaders() {
    return List.of();
  }
}
