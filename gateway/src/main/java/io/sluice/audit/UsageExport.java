package io.sluice.audit;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads providers' own accounts of usage. By their form: OpenAI usage (completions) and costs,
 * Anthropic usage report (messages), Amazon Bedrock model invocation logs as JSON lines, and CSV
 * with a header of {@code request_id, time, model, requests, input_tokens, output_tokens, cost_usd}
 * in any order, of which {@code time} must be there.
 *
 * <p>Source: OpenAI API reference, Usage and Costs; Anthropic Admin API, Usage report; Amazon
 * Bedrock user guide, Model invocation logging.
 */
public final class UsageExport {
  private static final int MOST_LINES = 1_000_000;
  private static final JsonLimits LIMITS = new JsonLimits(32, 64 << 20, 1 << 20, 2_000_000);

  private UsageExport() {}

  /**
   * The lines of an account.
   *
   * @throws IllegalArgumentException if it is of none of the known forms
   */
  public static List<UsageLine> read(String text) {
    String start = text.stripLeading();
    if (!start.startsWith("{")) {
      return csv(text);
    }
    try {
      Json whole = Json.parse(Bytes.utf8(text), LIMITS);
      return whole.at("data").isArray() ? buckets(whole) : invocations(text);
    } catch (JsonException e) {
      return invocations(text); // more than one object: JSON lines
    }
  }

  private static List<UsageLine> buckets(Json whole) {
    var all = new ArrayList<UsageLine>();
    for (Json bucket : whole.at("data").items()) {
      String day = day(bucket);
      for (Json result : bucket.at("results").items()) {
        all.add(result.at("amount").missing() ? usage(day, result) : cost(day, result));
      }
    }
    return all;
  }

  private static UsageLine usage(String day, Json result) {
    long input =
        result.at("uncached_input_tokens").missing()
            ? result.integer("input_tokens", -1)
            : result.integer("uncached_input_tokens", 0)
                + result.integer("cache_read_input_tokens", 0)
                + result.at("cache_creation").integer("ephemeral_5m_input_tokens", 0)
                + result.at("cache_creation").integer("ephemeral_1h_input_tokens", 0);
    return new UsageLine(
        "",
        day,
        result.text("model", ""),
        result.integer("num_model_requests", -1),
        input,
        result.integer("output_tokens", -1),
        -1);
  }

  private static UsageLine cost(String day, Json result) {
    long micros = micros(result.at("amount").at("value").raw().utf8().replace("\"", ""));
    return new UsageLine("", day, "", -1, -1, -1, micros);
  }

  private static String day(Json bucket) {
    String text = bucket.text("starting_at", "");
    return text.isEmpty() ? day(Instant.ofEpochSecond(bucket.integer("start_time", 0))) : day(text);
  }

  private static List<UsageLine> invocations(String text) {
    var all = new ArrayList<UsageLine>();
    for (String line : lines(text)) {
      try {
        Json one = Json.parse(Bytes.utf8(line), LIMITS);
        if (one.at("requestId").missing() || one.at("modelId").missing()) {
          throw new IllegalArgumentException("not an account of usage that is known here");
        }
        all.add(
            new UsageLine(
                one.text("requestId", ""),
                day(one.text("timestamp", "")),
                one.text("modelId", ""),
                1,
                one.at("input").integer("inputTokenCount", -1),
                one.at("output").integer("outputTokenCount", -1),
                -1));
      } catch (JsonException e) {
        throw new IllegalArgumentException("line " + (all.size() + 1) + " is not JSON", e);
      }
    }
    return all;
  }

  private static List<UsageLine> csv(String text) {
    List<String> lines = lines(text);
    if (lines.isEmpty()) {
      return List.of();
    }
    List<String> names = CsvLine.read(lines.getFirst().toLowerCase(Locale.ROOT));
    if (!names.contains("time")) {
      throw new IllegalArgumentException(
          "the first line of a CSV names its columns; 'time' must be one of them");
    }
    var all = new ArrayList<UsageLine>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = CsvLine.read(line);
      String id = cell(names, cells, "request_id");
      all.add(
          new UsageLine(
              id,
              day(cell(names, cells, "time")),
              cell(names, cells, "model"),
              id.isEmpty() ? number(cell(names, cells, "requests")) : 1,
              number(cell(names, cells, "input_tokens")),
              number(cell(names, cells, "output_tokens")),
              micros(cell(names, cells, "cost_usd"))));
    }
    return all;
  }

  private static String cell(List<String> names, List<String> cells, String name) {
    int at = names.indexOf(name);
    return at < 0 || at >= cells.size() ? "" : cells.get(at);
  }

  private static List<String> lines(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    if (lines.size() > MOST_LINES) {
      throw new IllegalArgumentException("more than " + MOST_LINES + " lines: split the file");
    }
    return lines;
  }

  private static long number(String text) {
    try {
      return text.isEmpty() ? -1 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
    }
  }

  private static long micros(String dollars) {
    try {
      return dollars.isEmpty()
          ? -1
          : new BigDecimal(dollars)
              .movePointRight(6)
              .setScale(0, RoundingMode.HALF_UP)
              .longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("'" + dollars + "' is not an amount of dollars", e);
    }
  }

  private static String day(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  private static String day(String time) {
    try {
      return time.length() == 10 ? time : day(Instant.parse(time));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + time + "' is not a time such as 2026-11-26T08:00:00Z", e);
    }
  }
}
