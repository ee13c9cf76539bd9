package io.sluice.wire.openaichat;

import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Extra;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Codec;
import io.sluice.wire.Encoded;
import io.sluice.wire.Fields;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * OpenAI chat completions, both ways.
 *
 * <p>Source: OpenAI API reference, Chat completions and its streaming events.
 */
public final class OpenAiChat implements Codec {
  private final Dialect dialect;

  /** The format, as providers of that dialect speak it. */
  public OpenAiChat(Dialect dialect) {
    this.dialect = dialect;
  }

  /** The format, for providers that call the output limit {@code limitName}. */
  public OpenAiChat(String limitName) {
    this(
        new Dialect(
            "openai",
            Dialects.all().getFirst().base(),
            limitName,
            Map.of(),
            Set.of(),
            Dialects.all().getFirst().thinking(),
            Set.of()));
  }

  @Override
  public Set<String> rejects() {
    return dialect.rejects();
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
    return new WriteRequest(dialect, (Prompt) request, outgoing).pass(incoming);
  }

  @Override
  public boolean speaks(Request request) {
    return request instanceof Prompt;
  }

  @Override
  public Encoded encode(Request request, Outgoing outgoing) {
    return new WriteRequest(dialect, (Prompt) request, outgoing).encode();
  }

  @Override
  public AnswerReader reader(boolean stream) {
    return new ReadAnswer(stream);
  }

  @Override
  public AnswerWriter writer(Answering answering) {
    return new WriteAnswer(answering, usageAsked(answering.request()));
  }

  private static boolean usageAsked(Request request) {
    if (request instanceof Prompt prompt) {
      for (Extra extra : prompt.extras()) {
        if (extra.name().equals("stream_options")) {
          return Fields.lenient(extra.json()).at("include_usage").bool(false);
        }
      }
    }
    return false;
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
