package io.sluice.wire.bedrock;

import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.AwsEventStream;
import io.sluice.wire.Carrier;
import io.sluice.wire.Codec;
import io.sluice.wire.Encoded;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import java.util.List;

/**
 * Bedrock's Converse, both ways. The model stands in the path, and so does whether the answer is
 * streamed.
 *
 * <p>Source: Amazon Bedrock Runtime API reference, Converse and ConverseStream.
 */
public final class BedrockConverse implements Codec {
  /** What stands before the model in the path of a front door. */
  public static final String PREFIX = Format.PREFIX;

  /** What stands behind it for a whole answer. */
  public static final String WHOLE = Format.WHOLE;

  /** What stands behind it for a streamed answer. */
  public static final String STREAM = Format.STREAM;

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
    return WriteRequest.pass(incoming, outgoing);
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
  public Carrier carrier() {
    return Carrier.SIGNATURE;
  }

  @Override
  public String accepts(boolean stream) {
    return stream ? AwsEventStream.MEDIA_TYPE : "application/json";
  }

  @Override
  public AnswerReader reader(boolean stream) {
    return stream ? new ReadStream() : new ReadWhole();
  }

  @Override
  public AnswerWriter writer(Answering answering) {
    return answering.stream() ? new WriteStream(answering) : new WriteWhole(answering);
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
  public List<Headers.Header> refusalHeaders(Fault fault) {
    return List.of(new Headers.Header("x-amzn-errortype", Errors.exception(fault)));
  }

  @Override
  public List<String> passedHeaders() {
    return List.of();
  }
}
