package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.route.PoolRun.Result;
import io.sluice.route.PoolRun.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Many exchanges over deployments that slow, fail, go down, throttle, lie in headers and cut
 * streams, against round robin and weighted random. Each way is played over the same seeds: pools
 * and arrivals are the same, but what becomes of a pool is drawn as it is asked, so the fates are
 * of one kind and not the very same. The health, quotas, retry rules and spreading are the
 * gateway's own; the loop over a plan is written again here, and nothing has a price. {@code
 * -Dsluice.pool.exchanges=1000000} is the long profile.
 */
class PoolSimulationTest {
  private static final int EXCHANGES = Integer.getInteger("sluice.pool.exchanges", 48_000);
  private static final int SEEDS = 6;

  /** Student's t for five degrees of freedom: 95% of a mean of six. */
  private static final double SPREAD = 2.571;

  /** A mean over the seeds, and how far it may be off. */
  private record Mean(double value, double off) {
    static Mean of(List<Result> runs, ToDoubleFunction<Result> figure) {
      double mean = runs.stream().mapToDouble(figure).average().orElse(0);
      double squares =
          runs.stream().mapToDouble(run -> Math.pow(figure.applyAsDouble(run) - mean, 2)).sum();
      double deviation = Math.sqrt(squares / (runs.size() - 1));
      return new Mean(mean, SPREAD * deviation / Math.sqrt(runs.size()));
    }

    String text(String form) {
      return String.format(Locale.ROOT, form + " ± " + form, value, off);
    }
  }

  private static List<Result> runs(Way way) {
    var runs = new ArrayList<Result>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      Result run = new PoolRun(way, 1_000L * seed, EXCHANGES / SEEDS).run();
      assertThat(run.answered() + run.failed() + run.cut())
          .as("each exchange ends once: %s, seed %d", way, seed)
          .isEqualTo(run.exchanges());
      runs.add(run);
    }
    return runs;
  }

  private static String row(Way way, List<Result> runs) {
    return "| %s | %s | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            way.name().toLowerCase(Locale.ROOT).replace('_', ' '),
            Mean.of(runs, run -> 100 * run.success()).text("%.2f"),
            Mean.of(runs, run -> 100.0 * run.failed() / run.exchanges()).text("%.2f"),
            Mean.of(runs, run -> 100.0 * run.cut() / run.exchanges()).text("%.2f"),
            Mean.of(runs, Result::perExchange).text("%.3f"),
            Mean.of(runs, run -> run.millis(0.5)).text("%.0f"),
            Mean.of(runs, run -> run.millis(0.95)).text("%.0f"),
            Mean.of(runs, run -> run.millis(0.99)).text("%.0f"));
  }

  @Test
  void more_answers_sooner_and_no_retry_storm() throws IOException {
    Map<Way, List<Result>> results = new EnumMap<>(Way.class);
    var table =
        new StringBuilder(
            "| way | answered % | failed % | cut % | attempts each | p50 ms | p95 ms | p99 ms |\n");
    table.append("|---|---|---|---|---|---|---|---|\n");
    for (Way way : Way.values()) {
      List<Result> runs = runs(way);
      results.put(way, runs);
      table.append(row(way, runs));
    }
    Path target = Files.createDirectories(Path.of("target"));
    Path written = Files.writeString(target.resolve("pool-simulation.md"), table.toString());
    assertThat(written).exists();
    List<Result> own = Objects.requireNonNull(results.get(Way.SLUICE));
    assertThat(own).as(table.toString()).allMatch(run -> run.perExchange() <= 1.2);
    for (Way other : new Way[] {Way.ROUND_ROBIN, Way.WEIGHTED_RANDOM}) {
      List<Result> theirs = Objects.requireNonNull(results.get(other));
      better(table, Mean.of(theirs, Result::success), Mean.of(own, Result::success));
      better(table, late(own, 0.95), late(theirs, 0.95));
      better(table, late(own, 0.99), late(theirs, 0.99));
    }
  }

  private static Mean late(List<Result> runs, double share) {
    return Mean.of(runs, run -> run.millis(share));
  }

  private static void better(StringBuilder table, Mean less, Mean more) {
    assertThat(less.value()).as(table.toString()).isLessThan(more.value());
  }

  @Test
  void a_run_is_repeated_by_its_seed() {
    var one = new PoolRun(Way.SLUICE, 7, 3_000).run();
    var other = new PoolRun(Way.SLUICE, 7, 3_000).run();
    assertThat(other.attempts()).isEqualTo(one.attempts());
    assertThat(other.firsts()).isEqualTo(one.firsts());
  }
}
