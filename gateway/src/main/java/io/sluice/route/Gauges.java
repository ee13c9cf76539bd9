package io.sluice.route;

import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What self-hosted servers publish of themselves: how many calls wait there, whoever sent them, and
 * how full the cache is that holds prompts. Thread-safe; a reading says nothing after ten seconds.
 *
 * <p>Source: vLLM, production metrics, in the text format of Prometheus.
 */
public final class Gauges {
  private static final Duration HOLDS = Duration.ofSeconds(10);
  private static final int MOST_LINES = 20_000;

  /** So many calls that wait are as bad as a first word that takes twice as long. */
  private static final double WAITING = 8;

  /** From this share on a cache soon has to throw prompts out that are being read. */
  private static final double FULL = 0.9;

  private static final Pattern LINE =
      Pattern.compile("vllm:([a-z_]+)(?:\\{([^}]*)})?\\s+([0-9.eE+-]+)(?:\\s.*)?");
  private static final Pattern MODEL = Pattern.compile("(?:^|,)\\s*model_name=\"([^\"]*)\"");

  private final Clock clock;
  private final Map<ModelRef, Reading> readings = new ConcurrentHashMap<>();

  /**
   * What a server says of one model.
   *
   * @param model its id there; empty: the server did not say
   * @param waiting calls that were taken and are not begun
   * @param cache the share of the cache that is used, from 0 to 1
   */
  public record Published(String model, double waiting, double cache) {}

  private record Reading(double waiting, double cache, long at) {}

  /** Nothing is known of any server. */
  public Gauges(Clock clock) {
    this.clock = clock;
  }

  /** What {@code text} says that vLLM published; other lines are passed over. */
  public static List<Published> read(String text) {
    var waiting = new HashMap<String, Double>();
    var cache = new HashMap<String, Double>();
    text.lines()
        .limit(MOST_LINES)
        .filter(line -> line.startsWith("vllm:"))
        .forEach(line -> read(line, waiting, cache));
    var all = new ArrayList<Published>();
    waiting.forEach(
        (model, calls) -> all.add(new Published(model, calls, cache.getOrDefault(model, 0.0))));
    return all;
  }

  private static void read(String line, Map<String, Double> waiting, Map<String, Double> cache) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      return;
    }
    String labels = parts.group(2) == null ? "" : parts.group(2);
    Matcher named = MODEL.matcher(labels);
    String model = named.find() ? named.group(1) : "";
    double value;
    try {
      value = Double.parseDouble(parts.group(3));
    } catch (NumberFormatException e) {
      return;
    }
    if (!(value >= 0 && value < 1e9)) {
      return;
    }
    switch (parts.group(1)) {
      case "num_requests_waiting" -> waiting.merge(model, value, Double::sum); // engine by engine
      case "gpu_cache_usage_perc", "kv_cache_usage_perc" ->
          cache.merge(model, Math.min(1, value), Math::max);
      default -> {}
    }
  }

  /** A provider published this of one of its models. */
  public void told(ModelRef model, Published published) {
    readings.put(model, new Reading(published.waiting(), published.cache(), clock.nanos()));
  }

  /** By how much a call there is worse than what was felt of it lately; 1: nothing is known. */
  double worse(ModelRef model) {
    Reading reading = readings.isEmpty() ? null : readings.get(model);
    if (reading == null || clock.nanos() - reading.at() > HOLDS.toNanos()) {
      return 1;
    }
    double queue = 1 + reading.waiting() / WAITING;
    return queue * (1 + Math.max(0, reading.cache() - FULL) / (1 - FULL));
  }
}
