package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.route.PoolRun.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Many exchanges over deployments that slow, fail, go down, throttle, lie in headers and cut
 * streams, against round robin and weighted random over the very same fates. {@code
 * -Dsluice.pool.exchanges=1000000} is the long profile.
 */
class PoolSimulationTest {
  private static final int EXCHANGES = Integer.getInteger("sluice.pool.exchanges", 40_000);

  @Test
  void more_answers_sooner_and_no_retry_storm() throws IOException {
    Map<Way, PoolRun.Result> results = new EnumMap<>(Way.class);
    var table =
        new StringBuilder("| way | answered | failed | cut | attempts each | p50 | p95 | p99 |\n");
    table.append("|---|---|---|---|---|---|---|---|\n");
    for (Way way : Way.values()) {
      PoolRun.Result result = new PoolRun(way, 20_261, EXCHANGES).run();
      results.put(way, result);
      table.append(
          "| %s | %.3f%% | %d | %d | %.3f | %d ms | %d ms | %d ms |\n"
              .formatted(
                  way.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                  100 * result.success(),
                  result.failed(),
                  result.cut(),
                  result.perExchange(),
                  result.millis(0.5),
                  result.millis(0.95),
                  result.millis(0.99)));
      assertThat(result.answered() + result.failed() + result.cut())
          .as("each exchange ends once: %s", way)
          .isEqualTo(EXCHANGES);
    }
    Path target = Files.createDirectories(Path.of("target"));
    Path written = Files.writeString(target.resolve("pool-simulation.md"), table.toString());
    assertThat(written).exists();
    PoolRun.Result own = Objects.requireNonNull(results.get(Way.SLUICE));
    assertThat(own.perExchange()).as(table.toString()).isLessThanOrEqualTo(1.2);
    for (Way other : new Way[] {Way.ROUND_ROBIN, Way.WEIGHTED_RANDOM}) {
      PoolRun.Result theirs = Objects.requireNonNull(results.get(other));
      assertThat(own.success()).as(table.toString()).isGreaterThan(theirs.success());
      assertThat(own.millis(0.95)).as(table.toString()).isLessThan(theirs.millis(0.95));
      assertThat(own.millis(0.99)).as(table.toString()).isLessThanOrEqualTo(theirs.millis(0.99));
    }
  }

  @Test
  void a_run_is_repeated_by_its_seed() {
    var one = new PoolRun(Way.SLUICE, 7, 3_000).run();
    var other = new PoolRun(Way.SLUICE, 7, 3_000).run();
    assertThat(other.attempts()).isEqualTo(one.attempts());
    assertThat(other.firsts()).isEqualTo(one.firsts());
  }
}
