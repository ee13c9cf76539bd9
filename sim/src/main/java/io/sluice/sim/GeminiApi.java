package io.sluice.sim;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Google's HTTP interface, as the Gemini API and, under a project's path, as Vertex AI.
 *
 * <p>Source: Gemini API reference, v1beta: generateContent, streamGenerateContent, countTokens,
 * embedContent, batchEmbedContents, models; google.rpc.Status.
 */
final class GeminiApi implements Api {
  private static final List<String> USUAL =
      List.of("gemini-2.5-flash", "gemini-3.5-flash", "gemini-embedding-001");
  private static final String TYPES = "type.googleapis.com/google.rpc.";
  private static final int USUAL_DIMENSIONS = 8;

  private final List<String> models;

  GeminiApi(List<String> models) {
    this.models = models;
  }

  @Override
  public Answer answer(Visit visit) throws ApiError {
    Call call = visit.call();
    String path = call.path();
    int start = path.indexOf("/models");
    if (start < 0) {
      throw ApiError.of(404, "");
    }
    String named = path.substring(start + "/models".length());
    if (!call.method().equals("POST")) {
      return models(named);
    }
    int colon = named.lastIndexOf(':');
    if (colon < 2) {
      throw ApiError.of(404, "");
    }
    known(call.model());
    if (!call.json().isObject()) {
      throw ApiError.of(400, "Invalid JSON payload received. Unexpected token.");
    }
    return switch (named.substring(colon + 1)) {
      case "generateContent" -> content(visit, false);
      case "streamGenerateContent" -> content(visit, true);
      case "countTokens" -> {
        Json whole = call.json().at("generateContentRequest");
        long tokens = ContentRequest.tokens(whole.isObject() ? whole : call.json());
        yield Answer.Whole.json(200, List.of(), Json.object("totalTokens", tokens));
      }
      case "embedContent" ->
          Answer.Whole.json(200, List.of(), Json.object("embedding", vector(call.json())));
      case "batchEmbedContents" -> batch(call.json());
      default -> throw ApiError.of(404, "");
    };
  }

  /** The model that a path of this interface names; empty: none. */
  static String model(String path) {
    int start = path.indexOf("/models/");
    int colon = path.lastIndexOf(':');
    return start < 0 || colon < start
        ? ""
        : URLDecoder.decode(
            path.substring(start + "/models/".length(), colon), StandardCharsets.UTF_8);
  }

  private void known(String model) throws ApiError {
    if (!models.isEmpty() && !models.contains(model)) {
      throw ApiError.of(404, "models/%s is not found for API version v1beta".formatted(model));
    }
  }

  private static Answer content(Visit visit, boolean stream) throws ApiError {
    Reply reply = Replies.to(ContentRequest.read(visit.call()), visit);
    var writer = new ContentWriter(visit, reply);
    if (!stream) {
      return Answer.Whole.json(200, List.of(), writer.whole()).taking(reply.usage().output());
    }
    Iterator<StreamEvent> events = writer.stream();
    if (visit.call().target().contains("alt=sse")) {
      var error = status(visit, ApiError.of(503, ""));
      return new Answer.Events(List.of(), events, new StreamEvent("", Json.string(error), 0));
    }
    var all = new ArrayList<String>();
    events.forEachRemaining(event -> all.add(event.data()));
    String body = "[" + String.join("\n,\r\n", all) + "\n]";
    var type = new Header("Content-Type", "application/json; charset=UTF-8");
    return new Answer.Whole(200, List.of(type), body, reply.usage().output());
  }

  private static Answer batch(Json body) throws ApiError {
    if (body.at("requests").items().isEmpty()) {
      throw ApiError.of(400, "* BatchEmbedContentsRequest.requests: must not be empty");
    }
    var vectors = new ArrayList<Object>();
    for (Json request : body.at("requests").items()) {
      vectors.add(vector(request));
    }
    return Answer.Whole.json(200, List.of(), Json.object("embeddings", vectors));
  }

  private static Map<String, @Nullable Object> vector(Json request) throws ApiError {
    if (!request.at("content").isObject()) {
      throw ApiError.of(400, "* EmbedContentRequest.content: contents is not specified");
    }
    String text = ContentRequest.turn(request.at("content")).text();
    var values = new ArrayList<Object>();
    long size = request.at("outputDimensionality").numberOr(USUAL_DIMENSIONS);
    for (int i = 0; i < size; i++) {
      values.add(((text.hashCode() >> i) & 0xff) / 256.0);
    }
    return Json.object("values", values);
  }

  private Answer models(String named) throws ApiError {
    if (!named.isEmpty()) {
      known(named.substring(1));
      return Answer.Whole.json(200, List.of(), listed(named));
    }
    var all = new ArrayList<Object>();
    for (String id : models.isEmpty() ? USUAL : models) {
      all.add(listed("/" + id));
    }
    return Answer.Whole.json(200, List.of(), Json.object("models", all));
  }

  private static Map<String, @Nullable Object> listed(String named) {
    return Json.object(
        "name",
        "models" + named,
        "displayName",
        named.substring(1),
        "inputTokenLimit",
        1_048_576,
        "supportedGenerationMethods",
        List.of("generateContent", "countTokens"));
  }

  @Override
  public Answer error(Visit visit, ApiError error) {
    return Answer.Whole.json(error.status(), List.of(), status(visit, error));
  }

  private static Map<String, @Nullable Object> status(Visit visit, ApiError error) {
    String message = error.message().isEmpty() ? usual(error.status()) : error.message();
    if (visit.faults().has(Fault.Quirk.ECHO_CREDENTIAL)) {
      message += " (key: %s)".formatted(visit.call().credential().orElse("none"));
    }
    var details = new ArrayList<Object>();
    if (message.startsWith("API key not valid")) {
      details.add(
          Json.object(
              "@type",
              TYPES + "ErrorInfo",
              "reason",
              "API_KEY_INVALID",
              "domain",
              "googleapis.com"));
    }
    visit
        .faults()
        .find(Fault.RetryAfter.class)
        .ifPresent(
            wait ->
                details.add(
                    Json.object("@type", TYPES + "RetryInfo", "retryDelay", wait.value() + "s")));
    var inner =
        Json.object("code", error.status(), "message", message, "status", word(error.status()));
    if (!details.isEmpty()) {
      inner.put("details", details);
    }
    return Json.object("error", inner);
  }

  private static String word(int status) {
    return switch (status) {
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 503, 529 -> "UNAVAILABLE";
      case 504 -> "DEADLINE_EXCEEDED";
      default -> status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT";
    };
  }

  private static String usual(int status) {
    return switch (status) {
      case 401 -> "Request had invalid authentication credentials.";
      case 403 -> "The caller does not have permission";
      case 404 -> "Requested entity was not found.";
      case 429 -> "Resource has been exhausted (e.g. check quota).";
      case 503, 529 -> "The model is overloaded. Please try again later.";
      default -> status >= 500 ? "An internal error has occurred." : "Invalid argument.";
    };
  }

  /** A bad key is a bad argument here, as it is at Google. */
  @Override
  public ApiError unauthenticated(Visit visit) {
    return visit.call().credential().isPresent()
        ? ApiError.of(400, "API key not valid. Please pass a valid API key.")
        : ApiError.of(403, "Method doesn't allow unregistered callers.");
  }
}
