package io.sluice.wire;

import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Request;
import java.util.List;
import java.util.Set;

/**
 * One wire format for one operation, both ways. Pure and stateless; readers and writers of answers
 * are made per answer.
 */
public interface Codec {
  /** The format's name in the record, such as {@code openai-chat}. */
  String name();

  /** The format of errors and headers it belongs to: codecs of one family share refusals. */
  String family();

  /** The same format as a caller asks for it whose path has this query. */
  default Codec asked(String query) {
    return this;
  }

  /**
   * Reads a caller's request.
   *
   * @throws io.sluice.model.Stop with INVALID_REQUEST naming the field, if it is not one
   */
  Request read(Incoming incoming);

  /**
   * A request that was read by this same codec, as the caller wrote it but for {@code outgoing}:
   * every other byte is the caller's own.
   */
  Encoded pass(Incoming incoming, Request request, Outgoing outgoing);

  /** True if this format can say that kind of request at all. */
  boolean speaks(Request request);

  /** The request as this format has it: with what its path says put into its body. */
  default Incoming arrived(Incoming incoming) {
    return incoming;
  }

  /** What the request says of the conversation it belongs to. */
  default Continuing continuing(Incoming incoming) {
    return Continuing.NONE;
  }

  /** The request with what was said before put in front of what it says itself. */
  default Incoming continued(Incoming incoming, Kept before) {
    return incoming;
  }

  /** The request with the items of that answer which it only names said in their places. */
  default Incoming recalled(Incoming incoming, Kept answer) {
    return incoming;
  }

  /**
   * Checks that a request of this format, which a provider of another is to answer, asks for
   * nothing of the format that is not known here.
   *
   * @throws io.sluice.model.Stop with INVALID_REQUEST naming it, as this format's own API would
   */
  default void crossing(Incoming incoming) {}

  /** A request that another codec read, in this format; what it cannot say is a Loss. */
  Encoded encode(Request request, Outgoing outgoing);

  /** Names of parameters that providers of this codec do not take, whichever model is asked. */
  default Set<String> rejects() {
    return Set.of();
  }

  /** The content type to ask a provider of this format for. */
  default String accepts(boolean stream) {
    return stream ? "text/event-stream" : "application/json";
  }

  /** Reads an answer of a provider that speaks this format. */
  AnswerReader reader(boolean stream);

  /** Writes an answer for a caller that speaks this format. */
  AnswerWriter writer(Answering answering);

  /** Where a caller of this format carries what another format's provider sealed. */
  default Carrier carrier() {
    return Carrier.CALL_ID;
  }

  /**
   * Reads a provider's error answer: the class, by status and body, whatever the body's shape. The
   * message is the provider's own, at most 2 KiB.
   */
  Fault fault(int status, Headers headers, Bytes body);

  /** The status that says {@code fault} in this format: 529 is a word of one family only. */
  default int status(Fault fault) {
    return fault.status() == ErrorAnswer.OVERLOADED
        ? Code.UPSTREAM_OVERLOADED.status()
        : fault.status();
  }

  /** The body of a refusal in this format. */
  Bytes refusal(Fault fault, ExchangeId exchange);

  /** Header fields in which this format says the class of a refusal. */
  default List<Headers.Header> refusalHeaders(Fault fault) {
    return List.of();
  }

  /** Names of a caller's headers that go on to a provider of the same family, lower case. */
  List<String> passedHeaders();
}
