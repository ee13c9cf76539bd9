package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Priority;
import org.junit.jupiter.api.Test;

class LineTest {
  private final Line line = new Line(3);

  @Test
  void the_urgent_go_first_and_of_those_whoever_came_first() {
    var low = line.enter(Priority.LOW).orElseThrow();
    var normal = line.enter(Priority.NORMAL).orElseThrow();
    var later = line.enter(Priority.NORMAL).orElseThrow();
    assertThat(line.first(normal)).isTrue();
    line.leave(normal);
    assertThat(line.first(later)).isTrue();
    line.leave(later);
    assertThat(line.first(low)).isTrue();
  }

  @Test
  void a_full_line_sheds_its_last_for_somebody_more_urgent_and_for_nobody_else() {
    var low = line.enter(Priority.LOW).orElseThrow();
    var normal = line.enter(Priority.NORMAL).orElseThrow();
    line.enter(Priority.NORMAL);
    assertThat(line.enter(Priority.LOW)).isEmpty();
    var urgent = line.enter(Priority.HIGH).orElseThrow();
    assertThat(line.holds(low)).isFalse();
    assertThat(line.holds(normal)).isTrue();
    assertThat(line.first(urgent)).isTrue();
    assertThat(line.enter(Priority.NORMAL)).isEmpty();
  }

  @Test
  void whoever_comes_now_knows_how_many_go_before() {
    line.enter(Priority.HIGH);
    line.enter(Priority.LOW);
    assertThat(line.before(Priority.HIGH)).isEqualTo(1);
    assertThat(line.before(Priority.NORMAL)).isEqualTo(1);
    assertThat(line.before(Priority.LOW)).isEqualTo(2);
  }
}
