package io.sluice.wire.openairesponses;

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
import io.sluice.wire.Continuing;
import io.sluice.wire.Encoded;
import io.sluice.wire.Incoming;
import io.sluice.wire.Kept;
import io.sluice.wire.Outgoing;
import io.sluice.wire.openaichat.Errors;
import java.util.List;

/**
 * OpenAI Responses, both ways.
 *
 * <p>Source: OpenAI API reference, Responses and its streaming events.
 */
public final class OpenAiResponses implements Codec {
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
    return new WriteRequest((Prompt) request, outgoing).pass(incoming);
  }

  @Override
  public Continuing continuing(Incoming incoming) {
    return Conversation.continuing(incoming);
  }

  @Override
  public Incoming continued(Incoming incoming, Kept before) {
    return Conversation.continued(incoming, before);
  }

  @Override
  public Incoming recalled(Incoming incoming, Kept answer) {
    return References.recalled(incoming, answer);
  }

  @Override
  public boolean speaks(Request request) {
    return request instanceof Prompt;
  }

  @Override
  public Encoded encode(Request request, Outgoing outgoing) {
    return new WriteRequest((Prompt) request, outgoing).encode();
  }

  @Override
  public AnswerReader reader(boolean stream) {
    return new ReadAnswer(stream);
  }

  @Override
  public AnswerWriter writer(Answering answering) {
    return answering.stream() ? new WriteStream(answering) : new WriteWhole(answering);
  }

  @Override
  public Carrier carrier() {
    return Carrier.SIGNATURE;
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
    return List.of("openai-beta");
  }
}
