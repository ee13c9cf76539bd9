package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Intervals against figures worked out by hand. */
class FigureTest {
  @Test
  void a_share_has_wilsons_interval_and_stays_between_nothing_and_all() {
    Figure half = Figure.share(5, 10);
    assertThat(half.low()).isCloseTo(0.2366, within(0.0001));
    assertThat(half.high()).isCloseTo(0.7634, within(0.0001));
    assertThat(Figure.share(0, 1).high()).isCloseTo(0.7935, within(0.0001));
    assertThat(Figure.share(0, 0)).isEqualTo(new Figure(0, 0, 1, 0));
  }

  @Test
  void a_mean_of_one_has_no_upper_end_in_whatever_unit() {
    Figure one = Figure.mean(9, 81, 1);
    assertThat(one.value()).isEqualTo(9);
    assertThat(one.high() / 1e6).isInfinite();
  }

  @Test
  void a_mean_of_several_has_a_normal_interval_and_is_never_negative() {
    Figure mean = Figure.mean(6, 14, 3); // 1, 2, 3
    assertThat(mean.value()).isEqualTo(2);
    assertThat(mean.high()).isCloseTo(2 + 1.96 / Math.sqrt(3), within(1e-9));
    assertThat(Figure.mean(10, 100, 10).low()).isZero(); // one of 10 cost 10
  }
}
