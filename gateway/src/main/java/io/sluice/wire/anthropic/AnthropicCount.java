package io.sluice.wire.anthropic;

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
import io.sluice.wire.Outgoing;
import io.sluice.wire.Whole;
import java.util.List;
import java.util.function.Consumer;

/**
 * Counting the tokens of an Anthropic Messages request. Only providers of this format can.
 *
 * <p>Source: Anthropic API reference, Count tokens.
 */
public final class AnthropicCount implements Codec {
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

  @Override
  public Encoded pass(Incoming incoming, Request request, Outgoing outgoing) {
    return WriteRequest.pass(incoming, outgoing, Format.COUNT_PATH);
  }

  @Override
  public boolean speaks(Request request) {
    return request instanceof Count;
  }

  /** Never asked for: no other format's request is a {@link Count}. */
  @Override
  public void crossing(Incoming incoming) {
    Format.known(incoming);
  }

  @Override
  public Encoded encode(Request request, Outgoing outgoing) {
    throw Fault.of(Code.UNSUPPORTED, "tokens are counted in the provider's own format only").stop();
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
  public int status(Fault fault) {
    return fault.status();
  }

  @Override
  public Bytes refusal(Fault fault, ExchangeId exchange) {
    return Errors.refusal(fault, exchange);
  }

  @Override
  public List<String> passedHeaders() {
    return Format.PASSED;
  }

  /** Reads {@code {"input_tokens":n}}. */
  private static final class Reader implements AnswerReader {
    private final Whole whole = new Whole();

    @Override
    public void accept(Bytes bytes, Consumer<Frame> frames) {
      whole.add(bytes);
    }

    @Override
    public void end(Consumer<Frame> frames) {
      Json json = Fields.lenient(whole.bytes());
      long tokens = json.integer("input_tokens", -1);
      List<Event> events =
          tokens < 0
              ? List.of(
                  new Event.Failed(
                      Fault.of(Code.STREAM_BROKEN, "the provider's answer is not a token count")))
              : List.of(new Event.Started("", "", 0), new Event.Counted(tokens), new Event.Ended());
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
          counted = new JsonWriter(64).object().field("input_tokens", tokens).endObject().done();
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
