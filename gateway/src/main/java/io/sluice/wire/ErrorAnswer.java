package io.sluice.wire;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Fault.Blame;
import io.sluice.model.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads error answers, whose bodies have any shape: {@code {"error":{...}}}, {@code
 * {"error":"text"}}, {@code {"detail":...}}, {@code {"message":...}}, plain text, a page. The class
 * comes from the status first and from known codes and words second.
 */
public final class ErrorAnswer {
  private static final int MOST_CHARS = 2_048;
  private static final Duration LONGEST_WAIT = Duration.ofHours(24);
  private static final List<String> KEY_WORDS =
      List.of("invalid_api_key", "api key not valid", "invalid api key", "incorrect api key");
  private static final List<String> LENGTH_WORDS =
      List.of(
          "context_length",
          "context length",
          "context window",
          "maximum context",
          "prompt is too long",
          "too many tokens");
  private static final List<String> FILTER_WORDS =
      List.of("content_filter", "content_policy", "content management policy", "responsibleai");
  private static final List<String> QUOTA_WORDS =
      List.of("insufficient_quota", "billing", "credit balance", "exceeded your current quota");

  private ErrorAnswer() {}

  /** The fault that such an answer is. */
  public static Fault read(int status, Headers headers, Bytes body) {
    Json json = Fields.lenient(body);
    String message = message(json, body);
    String words = (codes(json) + " " + message).toLowerCase(Locale.ROOT);
    Code code = code(status, words);
    var fault =
        new Fault(
            code,
            shownStatus(code, status),
            code == Code.CONTEXT_LENGTH ? Blame.CALLER : code.blame(),
            code.retryable(),
            Scrub.text(message.isEmpty() ? "the provider answered " + status : message, MOST_CHARS),
            wait(headers),
            List.of());
    return code == Code.UPSTREAM_CREDENTIAL ? Fault.of(code, CREDENTIAL) : fault;
  }

  private static final String CREDENTIAL =
      "the provider refused the gateway's credential; operators have been told";

  private static int shownStatus(Code code, int status) {
    boolean theirs = code == Code.UPSTREAM_INVALID || code == Code.UPSTREAM_NOT_FOUND;
    return theirs && status >= 400 && status < 500 ? status : code.status();
  }

  private static Code code(int status, String words) {
    if (status == 401 || status == 403 || (status == 400 && any(words, KEY_WORDS))) {
      return any(words, FILTER_WORDS) ? Code.CONTENT_FILTER : Code.UPSTREAM_CREDENTIAL;
    }
    if (status == 402 || (status == 429 && any(words, QUOTA_WORDS))) {
      return Code.UPSTREAM_QUOTA;
    }
    if (status == 529 || status == 503 || words.contains("overloaded")) {
      return Code.UPSTREAM_OVERLOADED;
    }
    if (status == 429) {
      return words.contains("slow_down") ? Code.UPSTREAM_RAMP : Code.UPSTREAM_RATE_LIMITED;
    }
    if (status == 404) {
      return Code.UPSTREAM_NOT_FOUND;
    }
    if (status == 408 || status == 504) {
      return Code.UPSTREAM_TIMEOUT;
    }
    if (status >= 400 && status < 500) {
      return refused(words);
    }
    return Code.UPSTREAM_TRANSIENT;
  }

  private static Code refused(String words) {
    if (any(words, LENGTH_WORDS)) {
      return Code.CONTEXT_LENGTH;
    }
    if (any(words, QUOTA_WORDS)) {
      return Code.UPSTREAM_QUOTA;
    }
    return any(words, FILTER_WORDS) ? Code.CONTENT_FILTER : Code.UPSTREAM_INVALID;
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
    for (Json at :
        List.of(
            error.at("message"),
            error,
            json.at("message"),
            json.at("detail"),
            json.at("detail").at("message"))) {
      if (at.isString()) {
        return at.string().orElse("");
      }
    }
    if (json.isObject() || json.isArray()) {
      return "";
    }
    String text = body.utf8().strip();
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
        error.at("innererror").text("code", ""));
  }

  private static @Nullable Duration wait(Headers headers) {
    try {
      String millis = headers.first("retry-after-ms", "");
      if (!millis.isEmpty()) {
        return bounded(Duration.ofMillis((long) Double.parseDouble(millis)));
      }
      String seconds = headers.first("retry-after", "");
      return seconds.isEmpty()
          ? null
          : bounded(Duration.ofMillis((long) (Double.parseDouble(seconds) * 1_000)));
    } catch (NumberFormatException e) {
      return null; // a date: the gateway's own pause is good enough
    }
  }

  private static @Nullable Duration bounded(Duration wait) {
    return wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0 ? null : wait;
  }
}
