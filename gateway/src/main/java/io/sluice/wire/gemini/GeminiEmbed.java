package io.sluice.wire.gemini;

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
import io.sluice.wire.AnswerReader;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Codec;
import io.sluice.wire.Edits;
import io.sluice.wire.Encoded;
import io.sluice.wire.ErrorAnswer;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import java.util.ArrayList;
import java.util.List;

/**
 * Gemini embedContent and batchEmbedContents, both ways.
 *
 * <p>Source: Gemini API reference, models.embedContent and models.batchEmbedContents.
 */
public final class GeminiEmbed implements Codec {
  @Override
  public String name() {
    return Format.EMBED_NAME;
  }

  @Override
  public String family() {
    return Format.FAMILY;
  }

  @Override
  public Request read(Incoming incoming) {
    return new ReadEmbed().read(incoming);
  }

  @Override
  public Encoded pass(Incoming incoming, Request request, Outgoing outgoing) {
    Json root = incoming.root();
    String model = "models/" + outgoing.model();
    var edits = new Edits(outgoing.splices()).text(root.at("model"), model);
    for (Json one : Format.items(root.at("requests"))) {
      edits.text(one.at("model"), model);
    }
    String path = Address.at(outgoing.model(), Address.of(incoming).method(), incoming.query());
    return new Encoded(path, Headers.NONE, edits.apply(incoming.body()), List.of(), false);
  }

  @Override
  public boolean speaks(Request request) {
    return request instanceof Embedding embedding
        && (!embedding.inputs().isEmpty()
            || request.traits().call().format().equals(Format.EMBED_NAME));
  }

  /** Asks for any number of vectors in one form: a batch, which may be one of one. */
  @Override
  public Encoded encode(Request request, Outgoing outgoing) {
    var embedding = (Embedding) request;
    var losses = new ArrayList<Loss>();
    var out = new JsonWriter(1_024).object().name("requests").array();
    for (Segment text : embedding.inputs()) {
      out.object().field("model", "models/" + outgoing.model());
      out.name("content").object().name("parts").array().object();
      out.field("text", outgoing.texts().apply(text).text()).endObject().endArray().endObject();
      if (embedding.dimensions() > 0) {
        out.field("outputDimensionality", embedding.dimensions());
      }
      out.endObject();
    }
    embedding.extras().forEach(one -> losses.add(new Loss(one.name(), "not known in this format")));
    String path = Address.at(outgoing.model(), Address.BATCH, "");
    Bytes body = out.endArray().endObject().done();
    return new Encoded(path, Headers.NONE, body, losses, false);
  }

  @Override
  public String accepts(boolean stream) {
    return "*/*";
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
    return Errors.refusal(fault, exchange);
  }

  @Override
  public List<String> passedHeaders() {
    return List.of();
  }
}
