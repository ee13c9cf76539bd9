package io.sluice.wire.gemini;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Count;
import io.sluice.model.Event;
import io.sluice.model.ExchangeId;
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
import io.sluice.wire.Memory;
import io.sluice.wire.Outgoing;
import io.sluice.wire.Whole;
import java.util.List;
import java.util.function.Consumer;

/**
 * Counting the tokens of a Gemini request.
 *
 * <p>Source: Gemini API reference, models.countTokens.
 */
public final class GeminiCount implements Codec {
  @Override
  public String name() {
    return Format.COUNT_NAME;
  }

  @Override
  public String family() {
    return Format.FAMILY;
  }

  @Override
  public Request read(Incoming incoming) {
    return new ReadRequest().readCount(incoming);
  }

  /** Nothing is limited here: a count has no answer of the model. */
  @Override
  public Encoded pass(Incoming incoming, Request request, Outgoing outgoing) {
    var unlimited =
        new Outgoing(
            outgoing.model(), 0, false, Memory.FRESH, outgoing.splices(), outgoing.texts());
    return WriteRequest.pass(incoming, ((Count) request).prompt(), unlimited);
  }

  @Override
  public boolean speaks(Request request) {
    return request instanceof Count;
  }

  @Override
  public Encoded encode(Request request, Outgoing outgoing) {
    return new WriteRequest(((Count) request).prompt(), outgoing).count();
  }

  @Override
  public AnswerReader reader(boolean stream) {
    return new Reader();
  }

  @Override
  public AnswerWriter writer(Answering answering) {
    return new Writer(answering.exchange());
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

  /** Reads {@code {"totalTokens":n}}. */
  private static final class Reader implements AnswerReader {
    private final Whole whole = new Whole();

    @Override
    public void accept(Bytes bytes, Consumer<Frame> frames) {
      whole.add(bytes);
    }

    @Override
    public void end(Consumer<Frame> frames) {
      Json json = Fields.lenient(whole.bytes());
      long tokens = json.integer("totalTokens", json.isObject() ? 0 : -1); // 0 is left out
      boolean count = tokens >= 0 && json.at("error").absent();
      List<Event> events =
          count
              ? List.of(new Event.Started("", "", 0), new Event.Counted(tokens), new Event.Ended())
              : List.of(
                  new Event.Failed(
                      Fault.of(Code.STREAM_BROKEN, "the provider's answer is not a token count")));
      frames.accept(new Frame(whole.bytes(), events, false));
    }
  }

  /** Writes the same. */
  private static final class Writer implements AnswerWriter {
    private final ExchangeId exchange;
    private Bytes counted = Bytes.EMPTY;

    Writer(ExchangeId exchange) {
      this.exchange = exchange;
    }

    @Override
    public Bytes pass(Frame frame, List<Event> events) {
      return frame.raw();
    }

    @Override
    public Bytes write(List<Event> events) {
      for (Event event : events) {
        if (event instanceof Event.Counted(long tokens)) {
          counted = new JsonWriter(64).object().field("totalTokens", tokens).endObject().done();
        }
      }
      return Bytes.EMPTY;
    }

    @Override
    public Bytes end() {
      return counted;
    }

    @Override
    public Bytes cut(Fault fault) {
      return Errors.refusal(fault, exchange);
    }

    @Override
    public Bytes broken(Fault fault) {
      return Errors.refusal(fault, exchange);
    }

    @Override
    public List<Loss> losses() {
      return List.of();
    }
  }
}
