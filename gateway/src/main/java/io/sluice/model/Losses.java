package io.sluice.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a request would lose on its way to each candidate: names of fields, as each {@link Loss} has
 * them.
 *
 * @param known false: nobody looked, as no rule can read it
 * @param byModel names in order, by {@code provider/id}; a model to which nothing is lost is not
 *     among them
 */
public record Losses(boolean known, Map<String, List<String>> byModel) {
  /** Nobody looked. */
  public static final Losses UNKNOWN = new Losses(false, Map.of());

  public Losses {
    var sorted = new TreeMap<String, List<String>>();
    byModel.forEach(
        (model, names) -> sorted.put(model, names.stream().sorted().distinct().toList()));
    byModel = Collections.unmodifiableMap(sorted);
  }

  /** What was looked at. */
  public static Losses known(Map<String, List<String>> byModel) {
    return new Losses(true, byModel);
  }

  /** Names of what is lost on the way to a model; none also where nobody looked. */
  public List<String> toward(Candidate.ModelRef model) {
    return byModel.getOrDefault(model.text(), List.of());
  }
}
