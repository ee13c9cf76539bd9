package io.sluice.wire.ollama;

import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Codec;
import io.sluice.wire.Encoded;
import io.sluice.wire.ErrorAnswer;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import java.util.List;

/**
 * Ollama's native chat, both ways.
 *
 * <p>Source: Ollama API documentation, Generate a chat completion.
 */
public final class OllamaChat implements Codec {
  @Override
  public String name() {
    return Format.CHAT;
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
  public boolean speaks(Request request) {
    return request instanceof Prompt;
  }

  @Override
  public Encoded encode(Request request, Outgoing outgoing) {
    return new WriteRequest((Prompt) request, outgoing).encode();
  }

  @Override
  public String accepts(boolean stream) {
    return stream ? Format.LINES : "application/json";
  }

  @Override
  public AnswerReader reader(boolean stream) {
    return new ReadAnswer(stream);
  }

  @Override
  public AnswerWriter writer(Answering answering) {
    return new WriteAnswer(answering);
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
