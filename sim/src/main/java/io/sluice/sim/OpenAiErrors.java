package io.sluice.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The error bodies of OpenAI and of servers compatible with it.
 *
 * <p>Source: OpenAI API reference, error codes; vLLM ({@code object: error}), FastAPI ({@code
 * detail}) and others for the compatible ones.
 */
final class OpenAiErrors {
  private static final String SERVER_ERROR =
      "The server had an error while processing your request. Sorry about that!";

  private OpenAiErrors() {}

  static ApiError unauthenticated(Dialect dialect, Call call) {
    if (dialect == Dialect.COMPATIBLE) {
      return ApiError.of(401, "Unauthorized");
    }
    String key = call.credential().orElse("");
    if (key.isEmpty()) {
      return ApiError.of(
          401,
          "You didn't provide an API key. You need to provide your API key in an Authorization"
              + " header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).");
    }
    return ApiError.about(
        "",
        "invalid_api_key",
        401,
        "Incorrect API key provided: %s. You can find your API key at".formatted(masked(key))
            + " https://platform.openai.com/account/api-keys.");
  }

  /** As OpenAI shows a wrong key: its ends, the rest as stars. */
  private static String masked(String key) {
    return key.length() < 12
        ? "*".repeat(key.length())
        : key.substring(0, 3) + "*".repeat(key.length() - 7) + key.substring(key.length() - 4);
  }

  static Answer answer(Dialect dialect, Visit visit, ApiError error, List<Header> headers) {
    Faults faults = visit.faults();
    String message = error.message().isEmpty() ? usual(error.status()) : error.message();
    if (faults.has(Fault.Quirk.ECHO_CREDENTIAL)) {
      message += " (key: %s)".formatted(visit.call().credential().orElse("none"));
    }
    if (faults.has(Fault.Quirk.ERROR_TEXT)) {
      var plain = new ArrayList<Header>(headers);
      plain.add(new Header("Content-Type", "text/plain; charset=utf-8"));
      return new Answer.Whole(error.status(), plain, message, 0);
    }
    Object tree;
    if (faults.has(Fault.Quirk.ERROR_DETAIL)) {
      tree = Json.object("detail", message);
    } else if (faults.has(Fault.Quirk.ERROR_MESSAGE)) {
      tree = Json.object("message", message);
    } else if (faults.has(Fault.Quirk.ERROR_OBJECT) || dialect == Dialect.COMPATIBLE) {
      tree = object(error.status(), message);
    } else {
      tree = real(error, message);
    }
    return Answer.Whole.json(error.status(), headers, tree);
  }

  private static Map<String, @Nullable Object> real(ApiError error, String message) {
    String code = error.code().orElse(error.status() == 429 ? "rate_limit_exceeded" : null);
    return Json.object(
        "error",
        Json.object(
            "message",
            message,
            "type",
            type(error.status()),
            "param",
            error.field().orElse(null),
            "code",
            code));
  }

  private static Map<String, @Nullable Object> object(int status, String message) {
    String type =
        switch (status) {
          case 400 -> "BadRequestError";
          case 401 -> "AuthenticationError";
          case 404 -> "NotFoundError";
          case 429 -> "RateLimitError";
          default -> "InternalServerError";
        };
    return Json.object(
        "object", "error", "message", message, "type", type, "param", null, "code", status);
  }

  private static String type(int status) {
    return switch (status) {
      case 429 -> "requests";
      case 500, 502, 503, 504, 529 -> "server_error";
      default -> "invalid_request_error";
    };
  }

  private static String usual(int status) {
    return switch (status) {
      case 401 -> "Incorrect API key provided.";
      case 403 -> "Country, region, or territory not supported";
      case 404 -> "The model `unknown` does not exist or you do not have access to it.";
      case 429 -> "Rate limit reached for requests. Please try again later.";
      case 503 -> "The engine is currently overloaded, please try again later";
      case 500, 502, 504, 529 -> SERVER_ERROR;
      default -> "Invalid request.";
    };
  }

  /** What an error inside a stream says. */
  static Map<String, @Nullable Object> event(Dialect dialect) {
    return dialect == Dialect.COMPATIBLE
        ? Json.object("error", object(500, "EngineCore encountered an issue."))
        : Json.object(
            "error",
            Json.object(
                "message", SERVER_ERROR, "type", "server_error", "param", null, "code", null));
  }
}
