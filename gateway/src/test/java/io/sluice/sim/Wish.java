package io.sluice.sim;

import io.sluice.identity.KeyRequest;
import io.sluice.model.Integrity;
import io.sluice.model.Level;
import io.sluice.model.Money;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Period;
import java.time.Duration;
import java.util.List;

/** The kinds of keys that clients hold: of two tenants, poor and rich, trusted more or less. */
final class Wish {
  private Wish() {}

  /** What is asked for a key of that kind; there are seven, and then they come again. */
  static KeyRequest of(int kind) {
    Money budget =
        switch (kind % 7) {
          case 1 -> new Money(40_000);
          case 2 -> new Money(2_000_000);
          case 4 -> new Money(400_000);
          case 5 -> new Money(9_000_000);
          default -> null;
        };
    var period = kind % 7 == 4 ? Period.HOUR : kind % 7 == 5 ? Period.DAY : Period.LIFE;
    var allowance = new Principal.Allowance(budget, period, kind % 7 == 3 ? 40 : 0);
    Level level = kind % 7 == 6 ? Level.PUBLIC : kind % 2 == 0 ? Level.INTERNAL : Level.PUBLIC;
    Level clearance = kind % 7 == 2 ? Level.RESTRICTED : kind % 7 == 6 ? Level.PUBLIC : null;
    List<String> models = kind % 7 == 0 ? List.of("auto", "open", "small") : List.of();
    return new KeyRequest(
        "client " + kind,
        kind % 3 == 0 ? "acme" : "umbrella",
        new Principal.Affiliation("team", "app", List.of()),
        new Principal.Grants(level, clearance, Integrity.USER, models),
        allowance,
        Duration.ofDays(30));
  }
}
