package io.sluice.route;

import io.sluice.model.Headers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what is left of a provider's limits from the headers of an answer: {@code x-ratelimit-*} as
 * OpenAI, Azure and most others send it, and {@code anthropic-ratelimit-*}. Pure; what cannot be
 * read says nothing.
 *
 * <p>Sources: OpenAI API reference, rate limits in headers; Anthropic API reference, rate limits,
 * response headers.
 */
final class QuotaHeaders {
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|d)");
  private static final Duration UNSAID = Duration.ofSeconds(60);

  private QuotaHeaders() {}

  /** What is limited. */
  enum Kind {
    REQUESTS,
    TOKENS,
    INPUT_TOKENS,
    OUTPUT_TOKENS;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * One bucket.
   *
   * @param limit 0: not said
   * @param fullIn after which it is full again
   */
  record Reading(Kind kind, long limit, long remaining, Duration fullIn) {}

  static List<Reading> read(Headers headers, Instant now) {
    var all = new ArrayList<Reading>(4);
    for (Kind kind : Kind.values()) {
      openai(headers, kind).or(() -> anthropic(headers, kind, now)).ifPresent(all::add);
    }
    return all;
  }

  private static Optional<Reading> openai(Headers headers, Kind kind) {
    return number(headers, "x-ratelimit-remaining-" + kind.word)
        .map(
            remaining ->
                new Reading(
                    kind,
                    number(headers, "x-ratelimit-limit-" + kind.word).orElse(0L),
                    remaining,
                    headers
                        .first("x-ratelimit-reset-" + kind.word)
                        .flatMap(QuotaHeaders::duration)
                        .orElse(UNSAID)));
  }

  private static Optional<Reading> anthropic(Headers headers, Kind kind, Instant now) {
    String prefix = "anthropic-ratelimit-" + kind.word;
    return number(headers, prefix + "-remaining")
        .map(
            remaining ->
                new Reading(
                    kind,
                    number(headers, prefix + "-limit").orElse(0L),
                    remaining,
                    headers
                        .first(prefix + "-reset")
                        .flatMap(QuotaHeaders::instant)
                        .map(at -> Duration.between(now, at))
                        .orElse(UNSAID)));
  }

  private static Optional<Long> number(Headers headers, String name) {
    return headers.first(name).filter(text -> text.matches("[0-9]{1,15}")).map(Long::parseLong);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** {@code 6m0s}, {@code 120ms}, {@code 1.5s}, or a number of seconds. */
  private static Optional<Duration> duration(String text) {
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    Matcher part = PART.matcher(text);
    double seconds = 0;
    int end = 0;
    while (end < text.length() && part.find(end) && part.start() == end) {
      seconds += Double.parseDouble(part.group(1)) * unit(part.group(2));
      end = part.end();
    }
    boolean whole = end == text.length() && end > 0 && seconds < 1e6;
    return whole ? Optional.of(Duration.ofNanos((long) (seconds * 1e9))) : Optional.empty();
  }

  private static double unit(String word) {
    return switch (word) {
      case "ms" -> 0.001;
      case "s" -> 1;
      case "m" -> 60;
      case "h" -> 3_600;
      default -> 86_400;
    };
  }
}
