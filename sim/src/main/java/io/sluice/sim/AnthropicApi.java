package io.sluice.sim;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's HTTP interface.
 *
 * <p>Source: Anthropic API reference: Messages, Count tokens, Models, Errors, Rate limits.
 */
final class AnthropicApi implements Api {
  private static final List<String> USUAL =
      List.of("claude-opus-4-6", "claude-sonnet-5", "claude-haiku-4-5-20251001");
  private static final Set<String> VERSIONS = Set.of("2023-01-01", "2023-06-01", "2026-10-21");
  private static final Set<String> POSTS = Set.of("/v1/messages", "/v1/messages/count_tokens");

  private final List<String> models;

  AnthropicApi(List<String> models) {
    this.models = models;
  }

  @Override
  public Answer answer(Visit visit) throws ApiError {
    Call call = visit.call();
    String path = call.path();
    boolean post = call.method().equals("POST");
    if (!post && path.equals("/")) {
      return new Answer.Whole(200, headers(visit), "", 0);
    }
    boolean listing = !post && path.startsWith("/v1/models");
    if (!listing && !(post && POSTS.contains(path))) {
      throw ApiError.of(404, "Not Found");
    }
    Optional<String> version = call.header("anthropic-version");
    if (version.isEmpty()) {
      throw ApiError.of(400, "anthropic-version: header is required");
    }
    if (!VERSIONS.contains(version.get())) {
      throw ApiError.of(400, "anthropic-version: '" + version.get() + "' is not a valid version");
    }
    if (listing) {
      return models(visit, path);
    }
    checkBody(call);
    if (path.endsWith("count_tokens")) {
      MessagesRequest.read(call.json());
      long tokens = MessagesRequest.tokens(call.json());
      return Answer.Whole.json(200, headers(visit), Json.object("input_tokens", tokens));
    }
    return message(visit);
  }

  private void checkBody(Call call) throws ApiError {
    if (!call.json().isObject()) {
      throw ApiError.of(400, "The request body is not valid JSON");
    }
    if (call.model().isEmpty()) {
      throw ApiError.of(400, "model: Field required");
    }
    known(call.model());
  }

  private void known(String model) throws ApiError {
    if (!models.isEmpty() && !models.contains(model)) {
      throw ApiError.of(404, "model: " + model);
    }
  }

  private Answer message(Visit visit) throws ApiError {
    Json body = visit.call().json();
    if (body.at("max_tokens").number().isEmpty()) {
      throw ApiError.of(400, "max_tokens: Field required");
    }
    Reply reply = Replies.to(MessagesRequest.read(body), visit);
    var writer = new MessagesWriter(visit, reply);
    if (body.at("stream").isTrue()) {
      var error = Json.object("type", "overloaded_error", "message", "Overloaded");
      String data = Json.string(Json.object("type", "error", "error", error));
      return new Answer.Events(headers(visit), writer.stream(), new StreamEvent("error", data, 0));
    }
    return Answer.Whole.json(200, headers(visit), writer.whole()).taking(reply.usage().output());
  }

  private Answer models(Visit visit, String path) throws ApiError {
    if (!path.equals("/v1/models")) {
      String id = path.substring("/v1/models/".length());
      known(id);
      return Answer.Whole.json(200, headers(visit), model(id));
    }
    List<String> ids = models.isEmpty() ? USUAL : models;
    var entries = new ArrayList<Object>();
    ids.forEach(id -> entries.add(model(id)));
    return Answer.Whole.json(
        200,
        headers(visit),
        Json.object(
            "data",
            entries,
            "has_more",
            false,
            "first_id",
            ids.getFirst(),
            "last_id",
            ids.getLast()));
  }

  private static Map<String, @Nullable Object> model(String id) {
    return Json.object(
        "type",
        "model",
        "id",
        id,
        "display_name",
        id,
        "created_at",
        "2026-01-01T00:00:00Z",
        "lifecycle",
        "active",
        "max_input_tokens",
        200_000,
        "max_tokens",
        64_000);
  }

  private static String requestId(Visit visit) {
    return visit.ids().next("req_011C", 20);
  }

  private static List<Header> headers(Visit visit) {
    Quota quota = visit.quota();
    String reset = Instant.now().plus(quota.reset()).truncatedTo(ChronoUnit.SECONDS).toString();
    return List.of(
        new Header("request-id", requestId(visit)),
        new Header("anthropic-organization-id", "00000000-0000-4000-8000-000000000000"),
        new Header("anthropic-ratelimit-requests-limit", Long.toString(quota.limit())),
        new Header("anthropic-ratelimit-requests-remaining", Long.toString(quota.remaining())),
        new Header("anthropic-ratelimit-requests-reset", reset),
        new Header("anthropic-ratelimit-input-tokens-limit", "2000000"),
        new Header("anthropic-ratelimit-input-tokens-remaining", "1999000"),
        new Header("anthropic-ratelimit-input-tokens-reset", reset),
        new Header("anthropic-ratelimit-output-tokens-limit", "400000"),
        new Header("anthropic-ratelimit-output-tokens-remaining", "399000"),
        new Header("anthropic-ratelimit-output-tokens-reset", reset));
  }

  @Override
  public Answer error(Visit visit, ApiError error) {
    String message = error.message().isEmpty() ? usual(error.status()) : error.message();
    if (visit.faults().has(Fault.Quirk.ECHO_CREDENTIAL)) {
      message += " (key: %s)".formatted(visit.call().credential().orElse("none"));
    }
    var tree =
        Json.object(
            "type",
            "error",
            "error",
            Json.object("type", type(error.status()), "message", message),
            "request_id",
            requestId(visit));
    return Answer.Whole.json(error.status(), headers(visit), tree);
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case 529 -> "overloaded_error";
      default -> status >= 500 ? "api_error" : "invalid_request_error";
    };
  }

  private static String usual(int status) {
    return switch (status) {
      case 401 -> "invalid x-api-key";
      case 403 -> "Your API key does not have permission to use the specified resource.";
      case 404 -> "model: unknown";
      case 413 -> "Request exceeds the maximum size";
      case 429 -> "This request would exceed your organization's rate limit.";
      case 529 -> "Overloaded";
      default -> status >= 500 ? "Internal server error" : "Invalid request.";
    };
  }

  @Override
  public ApiError unauthenticated(Visit visit) {
    return ApiError.of(
        401,
        visit.call().credential().isPresent()
            ? "invalid x-api-key"
            : "x-api-key header is required");
  }
}
