package io.sluice.wire;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads error answers, whose bodies have any shape: {@code {"error":{...}}}, {@code
 * {"error":"text"}}, {@code {"detail":...}}, {@code {"message":...}}, plain text, a page. The class
 * comes from the status first and from known codes and words second.
 */
public final class ErrorAnswer {
  /** The status by which one family of providers says that it is overloaded. */
  static final int OVERLOADED = 529;

  private static final int MOST_BYTES = 2_048;
  private static final Duration LONGEST_WAIT = Duration.ofHours(24);
  private static final String CREDENTIAL =
      "the provider refused the gateway's credential; operators have been told";

  private static final List<String> KEY_WORDS =
      List.of(
          "invalid_api_key",
          "api_key_invalid",
          "api key not valid",
          "invalid api key",
          "incorrect api key");
  private static final List<String> LENGTH_WORDS =
      List.of(
          "context_length",
          "context length",
          "context limit",
          "context size",
          "context window",
          "maximum context",
          "maximum number of tokens",
          "prompt is too long",
          "input is too long",
          "too many tokens");
  private static final List<String> FILTER_WORDS =
      List.of(
          "content_filter",
          "content filtering",
          "content_policy",
          "content management policy",
          "input was flagged",
          "responsibleai");

  /** OpenAI: 503 slow_down; Anthropic: 429 of a limit on how fast usage grows. */
  private static final List<String> RAMP_WORDS =
      List.of("slow_down", "slow down", "acceleration", "usage increase rate");

  private static final List<String> QUOTA_WORDS =
      List.of(
          "insufficient_quota",
          "billing",
          "credit balance",
          "insufficient balance",
          "spend_limit",
          "spending limit",
          "available credits",
          "call volume quota",
          "exceeded your current quota");

  /** What a class named inside a stream would have been as a status. */
  private static final Map<String, Integer> STATUS_OF_TYPE =
      Map.of(
          "invalid_request_error", 400,
          "authentication_error", 401,
          "billing_error", 402,
          "permission_error", 403,
          "not_found_error", 404,
          "request_too_large", 413,
          "rate_limit_error", 429,
          "rate_limit_exceeded", 429,
          "timeout_error", 504,
          "overloaded_error", 529);

  private ErrorAnswer() {}

  /** The fault that such an answer is. */
  public static Fault read(int status, Headers headers, Bytes body) {
    Json json = Fields.lenient(body);
    if (json.isArray() && !json.items().isEmpty()) { // Google says a list where a stream was asked
      json = json.items().getFirst();
    }
    return fault(status, json, message(json, body), wait(headers, json));
  }

  /** The fault that an error is which came with status 200: its class must say what it is. */
  public static Fault inStream(Bytes body) {
    Json json = Fields.lenient(body);
    Json error = json.at("error");
    long status = error.integer("code", error.integer("status", 0));
    if (status < 400 || status > 599) {
      status = STATUS_OF_TYPE.getOrDefault(error.text("type", ""), 500);
      status = STATUS_OF_TYPE.getOrDefault(error.text("code", ""), (int) status);
    }
    return fault((int) status, json, message(json, body), wait(Headers.NONE, json));
  }

  private static Fault fault(int status, Json json, String message, @Nullable Duration wait) {
    Code code = code(status, (codes(json) + " " + message).toLowerCase(Locale.ROOT));
    if (code == Code.UPSTREAM_CREDENTIAL) {
      return Fault.of(code, CREDENTIAL);
    }
    String said = message.isEmpty() ? "the provider answered " + status : message;
    return new Fault(
        code,
        shownStatus(code, status),
        code.blame(),
        code.retryable(),
        Scrub.text(said, MOST_BYTES),
        wait,
        List.of());
  }

  private static int shownStatus(Code code, int status) {
    if (code == Code.UPSTREAM_OVERLOADED && status == OVERLOADED) {
      return status;
    }
    boolean theirs = code == Code.UPSTREAM_INVALID || code == Code.UPSTREAM_NOT_FOUND;
    return theirs && status >= 400 && status < 500 ? status : code.status();
  }

  private static Code code(int status, String words) {
    return switch (status) {
      case 401 -> any(words, FILTER_WORDS) ? Code.CONTENT_FILTER : Code.UPSTREAM_CREDENTIAL;
      case 403 -> forbidden(words);
      case 402 -> Code.UPSTREAM_QUOTA;
      case 404 -> Code.UPSTREAM_NOT_FOUND;
      case 408, 504 -> Code.UPSTREAM_TIMEOUT;
      case 409, 424, 425 -> Code.UPSTREAM_TRANSIENT;
      case 429 -> limited(words);
      case 498 -> Code.UPSTREAM_OVERLOADED; // Groq's lower tier is full
      case 503, 529 -> any(words, RAMP_WORDS) ? Code.UPSTREAM_RAMP : Code.UPSTREAM_OVERLOADED;
      default -> status >= 400 && status < 500 ? refused(words) : failed(words);
    };
  }

  /** Some say with this status that there is no money left, or that a filter minds the content. */
  private static Code forbidden(String words) {
    if (any(words, FILTER_WORDS)) {
      return Code.CONTENT_FILTER;
    }
    return any(words, QUOTA_WORDS) ? Code.UPSTREAM_QUOTA : Code.UPSTREAM_CREDENTIAL;
  }

  /** Google's words for a rate are the others' words for money; its class tells them apart. */
  private static Code limited(String words) {
    if (any(words, RAMP_WORDS)) {
      return Code.UPSTREAM_RAMP;
    }
    if (words.contains("overloaded")) {
      return Code.UPSTREAM_OVERLOADED;
    }
    return !words.contains("resource_exhausted") && any(words, QUOTA_WORDS)
        ? Code.UPSTREAM_QUOTA
        : Code.UPSTREAM_RATE_LIMITED;
  }

  private static Code refused(String words) {
    if (any(words, KEY_WORDS)) {
      return Code.UPSTREAM_CREDENTIAL;
    }
    if (any(words, LENGTH_WORDS)) {
      return Code.CONTEXT_LENGTH;
    }
    if (any(words, FILTER_WORDS)) {
      return Code.CONTENT_FILTER;
    }
    return any(words, QUOTA_WORDS) ? Code.UPSTREAM_QUOTA : Code.UPSTREAM_INVALID;
  }

  private static Code failed(String words) {
    if (words.contains("overloaded")) {
      return Code.UPSTREAM_OVERLOADED;
    }
    return words.contains("insufficient_quota") ? Code.UPSTREAM_QUOTA : Code.UPSTREAM_TRANSIENT;
  }

  private static boolean any(String text, List<String> words) {
    for (String word : words) {
      if (text.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static String message(Json json, Bytes body) {
    Json error = json.at("error");
    Json detail = json.at("detail");
    Json first = detail.items().isEmpty() ? Json.nothing() : detail.items().getFirst();
    for (Json at :
        List.of(
            error.at("message"),
            error,
            json.at("message"),
            detail,
            detail.at("message"),
            first.at("msg"))) {
      if (at.isString()) {
        return at.string().orElse("");
      }
    }
    if (json.isObject() || json.isArray()) {
      return "";
    }
    String text = body.slice(0, Math.min(body.length(), MOST_BYTES)).utf8().strip();
    return text.startsWith("<") ? "" : text;
  }

  private static String codes(Json json) {
    Json error = json.at("error");
    return String.join(
        " ",
        error.text("type", ""),
        error.text("code", ""),
        error.text("status", ""),
        json.text("type", ""),
        json.text("code", ""),
        error.at("innererror").text("code", ""),
        error.at("details").text("error_code", ""));
  }

  private static @Nullable Duration wait(Headers headers, Json json) {
    try {
      String millis = headers.first("retry-after-ms", "");
      if (!millis.isEmpty()) {
        return bounded(Duration.ofMillis((long) Double.parseDouble(millis)));
      }
      String seconds = headers.first("retry-after", "");
      if (seconds.isEmpty()) {
        seconds = delay(json);
      }
      return seconds.isEmpty()
          ? null
          : bounded(Duration.ofMillis((long) (Double.parseDouble(seconds) * 1_000)));
    } catch (NumberFormatException e) {
      return null; // a date: the gateway's own pause is good enough
    }
  }

  /** Google says the delay in the body, as {@code "38s"}. */
  private static String delay(Json json) {
    for (Json detail : json.at("error").at("details").items()) {
      String text = detail.text("retryDelay", "");
      if (text.endsWith("s")) {
        return text.substring(0, text.length() - 1);
      }
    }
    return "";
  }

  private static @Nullable Duration bounded(Duration wait) {
    return wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0 ? null : wait;
  }
}
