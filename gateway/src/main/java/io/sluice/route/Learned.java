package io.sluice.route;

import io.sluice.model.Candidate;
import io.sluice.model.Clock;
import io.sluice.model.Task;
import io.sluice.route.Scorecards.Ending;
import io.sluice.route.Scorecards.Entry;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * All that routing remembers of the tenants' own traffic: what models are expected to be worth,
 * their scorecards, who serves which conversation, and what models say that they are.
 *
 * @param clock says which day it is
 */
public record Learned(
    Experience experience,
    Scorecards cards,
    Conversations conversations,
    Measured measured,
    ServedModels served,
    Clock clock) {
  /** How much a well-formed answer says of its quality, beside a person's score. */
  private static final double WELL_FORMED = 0.2;

  private static final double BADLY_FORMED = 1.0;

  /** Nothing yet. */
  public static Learned nothing(Clock clock) {
    return new Learned(
        new Experience(),
        new Scorecards(),
        new Conversations(clock),
        new Measured(),
        new ServedModels(),
        clock);
  }

  /**
   * Whose exchange it was, and what it was about.
   *
   * @param candidate who served it
   */
  public record Seen(
      String tenant, String team, String route, Task task, Candidate candidate, boolean shadow) {
    Experience.Sight sight() {
      return new Experience.Sight(tenant, route, task);
    }
  }

  /** An exchange ended; what it says of the model is learned. */
  public void ended(Seen seen, Ending ending) {
    cards.ended(entry(seen, today()), ending);
    if (!ending.answered()) {
      return;
    }
    if (!seen.shadow()) {
      experience.answered(
          seen.sight(), seen.candidate(), ending.tokens().input(), ending.tokens().output());
    }
    Boolean valid = ending.valid();
    if (valid != null) {
      double weight = valid ? WELL_FORMED : BADLY_FORMED;
      experience.scored(seen.sight(), seen.candidate(), valid ? 1 : 0, weight);
    }
  }

  /**
   * Somebody judged an answer.
   *
   * @param day of the exchange; null: today
   */
  public void scored(Seen seen, double score, @Nullable LocalDate day) {
    cards.scored(entry(seen, day == null ? today() : day), score);
    experience.scored(seen.sight(), seen.candidate(), score, 1);
  }

  private static Entry entry(Seen seen, LocalDate day) {
    return new Entry(
        seen.tenant(),
        seen.team(),
        seen.route(),
        day,
        seen.candidate().ref().text(),
        seen.shadow());
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.now(), ZoneOffset.UTC);
  }
}
