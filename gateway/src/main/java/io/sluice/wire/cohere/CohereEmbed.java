package io.sluice.wire.cohere;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Embedding;
import io.sluice.model.Event;
import io.sluice.model.ExchangeId;
import io.sluice.model.Extra;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Loss;
import io.sluice.model.Request;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Codec;
import io.sluice.wire.Encoded;
import io.sluice.wire.ErrorAnswer;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import io.sluice.wire.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Cohere's embeddings, toward the provider. It must be told what the vectors are for; a caller of
 * another format may say {@code input_type}, else they are for documents, which is a Loss.
 *
 * <p>Source: Cohere API reference, Embed, version 2.
 */
public final class CohereEmbed implements Codec {
  private static final String TYPE = "input_type";
  private static final Set<String> TYPES =
      Set.of("search_document", "search_query", "classification", "clustering", "image");

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
    throw Format.noDoor();
  }

  @Override
  public Encoded pass(Incoming incoming, Request request, Outgoing outgoing) {
    throw Format.noDoor();
  }

  @Override
  public boolean speaks(Request request) {
    return request instanceof Embedding embedding && !embedding.inputs().isEmpty();
  }

  @Override
  public Encoded encode(Request request, Outgoing outgoing) {
    var embedding = (Embedding) request;
    var losses = new ArrayList<Loss>();
    String type = "";
    for (Extra extra : embedding.extras()) {
      String said = Fields.lenient(extra.json()).string().orElse("");
      if (extra.name().equals(TYPE) && TYPES.contains(said)) {
        type = said;
      } else {
        losses.add(new Loss(extra.name(), Format.NOT_KNOWN));
      }
    }
    if (type.isEmpty()) {
      type = "search_document";
      losses.add(new Loss(TYPE, "not said; search_document was assumed"));
    }
    var out = new JsonWriter(1_024).object().field("model", outgoing.model()).name("texts").array();
    embedding.inputs().forEach(text -> out.value(outgoing.texts().apply(text).text()));
    out.endArray().field(TYPE, type).name("embedding_types").array().value("float").endArray();
    if (embedding.dimensions() > 0) {
      out.field("output_dimension", embedding.dimensions());
    }
    return new Encoded(Format.EMBED_PATH, Headers.NONE, out.endObject().done(), losses, false);
  }

  @Override
  public AnswerReader reader(boolean stream) {
    return new ReadVectors();
  }

  @Override
  public AnswerWriter writer(Answering answering) {
    throw Format.noDoor();
  }

  @Override
  public Fault fault(int status, Headers headers, Bytes body) {
    return ErrorAnswer.read(status, headers, body);
  }

  @Override
  public Bytes refusal(Fault fault, ExchangeId exchange) {
    return Format.refusal(fault);
  }

  @Override
  public List<String> passedHeaders() {
    return List.of();
  }

  /** Reads an answer of vectors. */
  private static final class ReadVectors implements AnswerReader {
    private final Whole whole = new Whole();

    @Override
    public void accept(Bytes bytes, Consumer<Frame> frames) {
      whole.add(bytes);
    }

    @Override
    public void end(Consumer<Frame> frames) {
      Bytes body = whole.bytes();
      Json json = Fields.lenient(body);
      Json vectors = json.at("embeddings").at("float");
      if (!vectors.isArray()) {
        String message = "the provider's answer is not a list of vectors";
        var failed = new Event.Failed(Fault.of(Code.STREAM_BROKEN, message));
        frames.accept(new Frame(body, List.of(failed), false));
        return;
      }
      var events = new ArrayList<Event>();
      events.add(new Event.Started(json.text("id", ""), "", 0));
      int number = 0;
      for (Json vector : vectors.items()) {
        events.add(new Event.Vector(number++, vector.raw()));
      }
      events.add(new Event.Used(Format.usage(json.at("meta"))));
      events.add(new Event.Ended());
      frames.accept(new Frame(body, events, false));
    }
  }
}
