package io.sluice.model;

import java.util.List;
import java.util.Set;

/**
 * A rule of a route that stands above every weighing. It orders and narrows what policy permitted,
 * and can add nothing.
 *
 * @param act what is done with {@code models}
 * @param models names of candidates, as the route lists them
 * @param when what a request must be for the rule to hold
 */
public record RoutingRule(Act act, Set<String> models, When when) {
  /** What a rule does. */
  public enum Act {
    /** Nothing else is used; where none of them can be used, nothing is. */
    PIN,
    /** They come first. */
    PREFER,
    /** They come last. */
    AVOID
  }

  /**
   * What a request must be; an empty list asks nothing.
   *
   * @param tasks kinds of task
   * @param modalities at least one of them
   * @param purposes the purpose the caller stated
   * @param minTokens the least length of the prompt, estimated
   * @param maxTokens the most; 0: any
   */
  public record When(
      List<String> tasks,
      List<String> modalities,
      List<String> purposes,
      long minTokens,
      long maxTokens) {
    /** Always. */
    public static final When ALWAYS = new When(List.of(), List.of(), List.of(), 0, 0);

    public When {
      tasks = List.copyOf(tasks);
      modalities = List.copyOf(modalities);
      purposes = List.copyOf(purposes);
      if (minTokens < 0 || maxTokens < 0 || (maxTokens > 0 && maxTokens < minTokens)) {
        throw new IllegalArgumentException("0 <= minTokens <= maxTokens does not hold");
      }
    }
  }

  public RoutingRule {
    models = Set.copyOf(models);
    if (models.isEmpty()) {
      throw new IllegalArgumentException("a rule is about at least one model");
    }
  }

  /** Whether the rule holds for a request of about {@code tokens}. */
  public boolean holds(Facts facts, double tokens) {
    Task task = facts.traits().task();
    return among(when.tasks(), task.kind())
        && among(when.purposes(), facts.purpose())
        && (when.modalities().isEmpty()
            || when.modalities().stream().anyMatch(facts.traits().modalities()::contains))
        && tokens >= when.minTokens()
        && (when.maxTokens() == 0 || tokens <= when.maxTokens());
  }

  private static boolean among(List<String> words, String word) {
    return words.isEmpty() || words.contains(word);
  }
}
