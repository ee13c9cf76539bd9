package io.sluice.sim;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The simulation can fail: each thing done wrong on purpose is found, and called by its name. */
class OracleTest {
  private static final int EXCHANGES = 400;

  @TempDir static Path directory;

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"NONE", "RELEASED_UNRECORDED"}) // the other one stands in OverlapTest
  void what_a_port_does_wrong_is_found(Mischief mischief) {
    var world = new World(21, Setting.under(directory), mischief, 25);
    assertThatThrownBy(() -> world.run(EXCHANGES))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(mischief.found())
        .hasMessageContaining("the last steps:");
  }
}
