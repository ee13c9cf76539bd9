package io.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The invariants hold whatever clients, providers, disk and clock do, for every seed. */
class SimulationTest {
  private static final int EXCHANGES = 300;
  private static final long[] SEEDS = {1, 2, 3, 4};
  private static final int OFTEN = 25;
  private static final int LONG_EXCHANGES = 10_000;
  private static final int LONG_WORLDS = 10;
  private static final int SELDOM = 300;

  @TempDir static Path directory;

  private static World.Result play(long seed, int exchanges, int faultEvery) {
    try {
      var world = new World(seed, Setting.under(directory), Mischief.NONE, faultEvery);
      return world.run(exchanges);
    } catch (AssertionError | RuntimeException found) {
      throw new AssertionError("seed " + seed + ": " + found.getMessage(), found);
    }
  }

  @Test
  void every_invariant_holds_through_everything_that_can_go_wrong() {
    int lives = 0;
    for (long seed : SEEDS) {
      lives += play(seed, EXCHANGES, OFTEN).lives();
    }
    assertThat(lives).as("processes that died and started again").isGreaterThan(SEEDS.length * 2);
  }

  @Test
  void the_same_seed_plays_the_same_run_byte_for_byte() {
    World.Result first = play(11, EXCHANGES, OFTEN);
    World.Result second = play(11, EXCHANGES, OFTEN);
    assertThat(second).isEqualTo(first);
    assertThat(play(12, EXCHANGES, OFTEN).hash()).isNotEqualTo(first.hash());
  }

  @Test
  @EnabledIfSystemProperty(named = "sluice.simulation.seed", matches = "\\d+")
  void a_seed_that_failed_is_played_again() {
    long seed = Long.getLong("sluice.simulation.seed", 0);
    int exchanges = Integer.getInteger("sluice.simulation.exchanges", EXCHANGES);
    int faultEvery = Integer.getInteger("sluice.simulation.fault-every", OFTEN);
    assertThat(play(seed, exchanges, faultEvery).exchanges()).isEqualTo(exchanges);
  }

  @Test
  @EnabledIfSystemProperty(named = "sluice.long", matches = "true")
  void a_hundred_thousand_exchanges_without_a_violation() {
    long exchanges = 0;
    long first = Long.getLong("sluice.simulation.seed", 1_000);
    for (long seed = first; seed < first + LONG_WORLDS; seed++) {
      exchanges += play(seed, LONG_EXCHANGES, SELDOM).exchanges();
    }
    assertThat(exchanges).isGreaterThanOrEqualTo(100_000);
  }
}
