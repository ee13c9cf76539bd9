package io.sluice.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * OpenAI's HTTP interface, and that of servers compatible with it.
 *
 * <p>Source: OpenAI API reference: Chat Completions, Responses, Embeddings, Models, error codes,
 * rate limits.
 */
final class OpenAiApi implements Api {
  private static final List<String> USUAL =
      List.of("gpt-5.2", "gpt-5-mini", "gpt-4o-mini", "text-embedding-3-small");
  private static final List<String> USUAL_LOCAL =
      List.of("meta-llama/Llama-3.3-70B-Instruct", "qwen3:14b");
  private static final long CREATED = 1_767_225_600;

  private final Dialect dialect;
  private final List<String> models;
  private final ResponsesApi responses = new ResponsesApi();

  OpenAiApi(Dialect dialect, List<String> models) {
    this.dialect = dialect;
    this.models = models;
  }

  @Override
  public Answer answer(Visit visit) throws ApiError {
    Call call = visit.call();
    String path = AzurePaths.plain(call);
    boolean post = call.method().equals("POST");
    if (!post && path.startsWith("/v1/models")) {
      return models(visit, path);
    }
    if (!post && (path.equals("/") || path.equals("/health"))) {
      return new Answer.Whole(200, headers(visit), "", 0);
    }
    if (!post && path.startsWith(ResponsesApi.PATH + "/")) {
      return Answer.Whole.json(200, headers(visit), responses.kept(call));
    }
    if (post && path.equals(ResponsesApi.PATH)) {
      checkBody(call);
      return response(visit);
    }
    boolean chat = path.equals("/v1/chat/completions");
    boolean judges = path.equals("/v1/moderations");
    if (!post || !(chat || judges || path.equals("/v1/embeddings"))) {
      throw ApiError.of(404, "Invalid URL (%s %s)".formatted(call.method(), path));
    }
    checkBody(call);
    if (judges) {
      return Answer.Whole.json(200, headers(visit), Moderation.answer(call, dialect));
    }
    return chat
        ? chat(visit)
        : Answer.Whole.json(200, headers(visit), Embeddings.answer(call, dialect));
  }

  private void checkBody(Call call) throws ApiError {
    if (!call.json().isObject()) {
      throw ApiError.of(
          400,
          "We could not parse the JSON body of your request. (HINT: This likely means you aren't"
              + " using your HTTP library correctly. The OpenAI API expects a JSON payload, but"
              + " what was sent was not valid JSON.)");
    }
    if (call.model().isEmpty()) {
      throw ApiError.of(400, "you must provide a model parameter");
    }
    known(call.model());
  }

  private void known(String model) throws ApiError {
    if (!models.isEmpty() && !models.contains(model)) {
      throw ApiError.about(
          "",
          "model_not_found",
          404,
          "The model `%s` does not exist or you do not have access to it.".formatted(model));
    }
  }

  private Answer chat(Visit visit) throws ApiError {
    Reply reply = Replies.to(ChatRequest.read(visit.call().json()), visit);
    var writer = new ChatWriter(dialect, visit, reply);
    if (visit.call().json().at("stream").isTrue()) {
      return new Answer.Events(headers(visit), writer.stream(), failure());
    }
    return Answer.Whole.json(200, headers(visit), writer.whole()).taking(reply.usage().output());
  }

  private Answer response(Visit visit) throws ApiError {
    var told = responses.create(visit);
    if (visit.call().json().at("stream").isTrue()) {
      var failure =
          Json.object(
              "type",
              "error",
              "code",
              "server_error",
              "message",
              "The server had an error while processing your request. Sorry about that!",
              "param",
              null);
      var event = new StreamEvent("error", Json.string(failure), 0);
      return new Answer.Events(headers(visit), told.writer().stream(), event);
    }
    return Answer.Whole.json(200, headers(visit), told.writer().whole())
        .taking(told.reply().usage().output());
  }

  private StreamEvent failure() {
    var error = OpenAiErrors.event(dialect);
    return new StreamEvent("", Json.string(error), 0);
  }

  private Answer models(Visit visit, String path) throws ApiError {
    if (path.equals("/v1/models")) {
      var entries = new ArrayList<Object>();
      List<String> usual = dialect == Dialect.OPENAI ? USUAL : USUAL_LOCAL;
      (models.isEmpty() ? usual : models).forEach(id -> entries.add(model(id)));
      return Answer.Whole.json(200, headers(visit), Json.object("object", "list", "data", entries));
    }
    String id = path.substring("/v1/models/".length());
    known(id);
    return Answer.Whole.json(200, headers(visit), model(id));
  }

  private Object model(String id) {
    String owner = dialect == Dialect.OPENAI ? "system" : "vllm";
    return Json.object("id", id, "object", "model", "created", CREATED, "owned_by", owner);
  }

  private List<Header> headers(Visit visit) {
    if (dialect == Dialect.COMPATIBLE) {
      return List.of();
    }
    Quota quota = visit.quota();
    return List.of(
        new Header("x-request-id", visit.ids().hex("req_", 32)),
        new Header("openai-processing-ms", "17"),
        new Header("openai-version", "2020-10-01"),
        new Header("openai-organization", "org-simulated"),
        new Header("x-ratelimit-limit-requests", Long.toString(quota.limit())),
        new Header("x-ratelimit-remaining-requests", Long.toString(quota.remaining())),
        new Header("x-ratelimit-reset-requests", resets(quota)),
        new Header("x-ratelimit-limit-tokens", "2000000"),
        new Header("x-ratelimit-remaining-tokens", "1999985"),
        new Header("x-ratelimit-reset-tokens", "0s"));
  }

  private static String resets(Quota quota) {
    return quota.reset().toSeconds() == 0
        ? quota.reset().toMillis() + "ms"
        : quota.reset().toSeconds() + "s";
  }

  @Override
  public Answer error(Visit visit, ApiError error) {
    return OpenAiErrors.answer(dialect, visit, error, headers(visit));
  }

  @Override
  public ApiError unauthenticated(Visit visit) {
    return OpenAiErrors.unauthenticated(dialect, visit.call());
  }
}
