package io.sluice.wire.gemini;

import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Carrier;
import io.sluice.wire.Codec;
import io.sluice.wire.Encoded;
import io.sluice.wire.ErrorAnswer;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import java.util.List;

/**
 * Gemini generateContent and streamGenerateContent, both ways; Vertex AI says the same under other
 * addresses.
 *
 * <p>Source: Gemini API reference, v1beta, GenerateContentRequest and GenerateContentResponse.
 */
public final class GeminiContent implements Codec {
  private static final Codec EVENTS = new GeminiContent();
  private static final Codec ARRAY = new GeminiContent(false);

  private final boolean events;

  /** With streams of server-sent events. */
  public GeminiContent() {
    this(true);
  }

  private GeminiContent(boolean events) {
    this.events = events;
  }

  /** A stream is one JSON array unless {@code alt} asks for events. */
  @Override
  public Codec asked(String query) {
    return Address.events(query) ? EVENTS : ARRAY;
  }

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
    return WriteRequest.pass(incoming, (Prompt) request, outgoing);
  }

  @Override
  public boolean speaks(Request request) {
    return request instanceof Prompt;
  }

  @Override
  public Encoded encode(Request request, Outgoing outgoing) {
    return new WriteRequest((Prompt) request, outgoing).encode();
  }

  /** Google goes by {@code alt} alone. */
  @Override
  public String accepts(boolean stream) {
    return "*/*";
  }

  @Override
  public AnswerReader reader(boolean stream) {
    return new ReadAnswer(stream);
  }

  @Override
  public AnswerWriter writer(Answering answering) {
    return answering.stream() ? new WriteStream(answering, events) : new WriteWhole(answering);
  }

  @Override
  public Carrier carrier() {
    return Carrier.SIGNATURE;
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
