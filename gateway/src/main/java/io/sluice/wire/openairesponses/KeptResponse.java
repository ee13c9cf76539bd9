package io.sluice.wire.openairesponses;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Erasure;
import io.sluice.model.Event;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Headers;
import io.sluice.model.Loss;
import io.sluice.model.Request;
import io.sluice.model.Traits;
import io.sluice.model.Traits.Call;
import io.sluice.model.Traits.Operation;
import io.sluice.model.Traits.Size;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Codec;
import io.sluice.wire.Encoded;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import io.sluice.wire.Whole;
import io.sluice.wire.openaichat.Errors;
import java.util.List;
import java.util.function.Consumer;

/**
 * Erasing a response that its provider keeps. The request's body is the gateway's own: {@code
 * model} is the model that made it, {@code id} its id.
 *
 * <p>Source: OpenAI API reference, Responses, delete.
 */
public final class KeptResponse implements Codec {
  /** The format's name in the record. */
  public static final String NAME = "openai-responses-kept";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String family() {
    return Format.FAMILY;
  }

  @Override
  public Request read(Incoming incoming) {
    Json root = incoming.root();
    var call = new Call(NAME, Operation.ERASE, Fields.required(root, "model", ""), false);
    var traits = new Traits(call, List.of(), List.of(), new Size(0, 0, 0), List.of());
    return new Erasure(traits, Fields.required(root, "id", ""));
  }

  @Override
  public Encoded pass(Incoming incoming, Request request, Outgoing outgoing) {
    return encode(request, outgoing);
  }

  @Override
  public boolean speaks(Request request) {
    return request instanceof Erasure;
  }

  @Override
  public Encoded encode(Request request, Outgoing outgoing) {
    String path = Format.PATH + "/" + ((Erasure) request).id();
    return new Encoded(path, Headers.NONE, Bytes.EMPTY, List.of(), false);
  }

  @Override
  public AnswerReader reader(boolean stream) {
    var whole = new Whole();
    return new AnswerReader() {
      @Override
      public void accept(Bytes bytes, Consumer<Frame> frames) {
        whole.add(bytes);
      }

      @Override
      public void end(Consumer<Frame> frames) {
        List<Event> events = List.of(new Event.Finished(0, Finish.STOP, ""), new Event.Ended());
        frames.accept(new Frame(whole.bytes(), events, false));
      }
    };
  }

  @Override
  public AnswerWriter writer(Answering answering) {
    return new AnswerWriter() {
      @Override
      public Bytes pass(Frame frame, List<Event> events) {
        return frame.raw();
      }

      @Override
      public Bytes write(List<Event> events) {
        return Bytes.EMPTY;
      }

      @Override
      public Bytes end() {
        return Bytes.EMPTY;
      }

      @Override
      public Bytes cut(Fault fault) {
        return Bytes.EMPTY;
      }

      @Override
      public Bytes broken(Fault fault) {
        return Bytes.EMPTY;
      }

      @Override
      public List<Loss> losses() {
        return List.of();
      }
    };
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
