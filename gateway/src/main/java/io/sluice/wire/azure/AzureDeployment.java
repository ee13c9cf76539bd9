package io.sluice.wire.azure;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Request;
import io.sluice.model.Span;
import io.sluice.model.Splice;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Codec;
import io.sluice.wire.Encoded;
import io.sluice.wire.Fields;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One of OpenAI's formats at a path that names the model: {@code
 * /openai/deployments/{name}/chat/completions}. What the body says of the model does not count.
 *
 * <p>Source: Azure OpenAI REST API reference, data plane inference.
 */
public final class AzureDeployment implements Codec {
  /** What stands before the deployment's name. */
  public static final String PREFIX = "/openai/deployments/";

  private final Codec inner;

  /** That format behind such paths. */
  public AzureDeployment(Codec inner) {
    this.inner = inner;
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public String family() {
    return inner.family();
  }

  /** The request with the model's name where the format has it. */
  @Override
  public Incoming arrived(Incoming incoming) {
    String path = incoming.path().substring(PREFIX.length());
    int end = path.indexOf('/');
    String name =
        URLDecoder.decode(end < 0 ? path : path.substring(0, end), StandardCharsets.UTF_8);
    Json root = incoming.root();
    Json model = root.at("model");
    if (model.isString()) {
      var splice = new Splice(model.inside(), JsonWriter.escaped(name));
      return incoming.with(Splice.apply(incoming.body(), List.of(splice)), List.of());
    }
    if (!model.absent()) {
      throw Fields.bad("model must be a string");
    }
    int at = root.span().start() + 1;
    var member = new JsonWriter(64).object().field("model", name).endObject().done().utf8();
    String comma = root.fields().isEmpty() ? "" : ",";
    Bytes put = Bytes.utf8(member.substring(1, member.length() - 1) + comma);
    var splice = new Splice(new Span(at, at), put);
    return incoming.with(Splice.apply(incoming.body(), List.of(splice)), List.of());
  }

  @Override
  public Request read(Incoming incoming) {
    return inner.read(incoming);
  }

  @Override
  public Encoded pass(Incoming incoming, Request request, Outgoing outgoing) {
    return inner.pass(incoming, request, outgoing);
  }

  @Override
  public boolean speaks(Request request) {
    return inner.speaks(request);
  }

  @Override
  public Encoded encode(Request request, Outgoing outgoing) {
    return inner.encode(request, outgoing);
  }

  @Override
  public AnswerReader reader(boolean stream) {
    return inner.reader(stream);
  }

  @Override
  public AnswerWriter writer(Answering answering) {
    return inner.writer(answering);
  }

  @Override
  public Fault fault(int status, Headers headers, Bytes body) {
    return inner.fault(status, headers, body);
  }

  /** OpenAI's body; a filter is said where Azure's clients look for it as well. */
  @Override
  public Bytes refusal(Fault fault, ExchangeId exchange) {
    Bytes body = inner.refusal(fault, exchange);
    if (fault.code() != Code.CONTENT_FILTER) {
      return body;
    }
    int at = Fields.lenient(body).at("error").span().end() - 1;
    Bytes more = Bytes.utf8(",\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"}");
    return Splice.apply(body, List.of(new Splice(new Span(at, at), more)));
  }

  @Override
  public List<String> passedHeaders() {
    return inner.passedHeaders();
  }
}
