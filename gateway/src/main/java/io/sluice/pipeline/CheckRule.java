package io.sluice.pipeline;

import io.sluice.wire.moderations.Moderations.Result;
import java.time.Duration;
import java.util.Set;

/**
 * That a content rule has texts judged by somebody who is asked.
 *
 * @param rule the content rule's name
 * @param model who is asked: a model whose provider classifies, or {@link #IN_PROCESS}
 * @param categories the ones that count; empty: whatever is flagged
 * @param passing true: what could not be judged goes on, and the record says that it was not;
 *     false: it counts as found
 */
public record CheckRule(
    String rule, String model, Set<String> categories, Bounds bounds, boolean passing) {
  /** The injection detector that is part of Sluice: nothing leaves. */
  public static final String IN_PROCESS = "in-process/injection";

  /**
   * How much is asked at all.
   *
   * @param time for all that one exchange asks about its request, or about its answer
   * @param bytes of one question's body
   */
  public record Bounds(Duration time, int bytes) {}

  public CheckRule {
    categories = Set.copyOf(categories);
  }

  /** True if that is what the rule looks for. */
  boolean met(Result result) {
    return categories.isEmpty()
        ? result.flagged()
        : result.categories().stream().anyMatch(categories::contains);
  }

  boolean inProcess() {
    return model.equals(IN_PROCESS);
  }
}
