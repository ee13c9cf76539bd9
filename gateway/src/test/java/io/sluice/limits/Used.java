package io.sluice.limits;

import io.sluice.model.Charge;
import io.sluice.model.Example;
import io.sluice.model.Money;
import java.util.List;

/** What attempts used, for tests. */
final class Used {
  private Used() {}

  /** One attempt at the model {@code a} that cost so much. */
  static List<Charge> of(long micros) {
    return List.of(
        new Charge(Example.candidate("a", Example.price(1, 1)), new Money(micros), micros));
  }
}
