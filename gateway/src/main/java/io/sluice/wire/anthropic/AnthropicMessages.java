package io.sluice.wire.anthropic;

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
 * Anthropic Messages, both ways.
 *
 * <p>Source: Anthropic API reference, Messages and Streaming, anthropic-version 2023-06-01.
 */
public final class AnthropicMessages implements Codec {
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
    return WriteRequest.pass(incoming, outgoing, Format.PATH);
  }

  @Override
  public boolean speaks(Request request) {
    return request instanceof Prompt;
  }

  @Override
  public void crossing(Incoming incoming) {
    Format.known(incoming);
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
}
