package io.sluice.route;

import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Facts;
import io.sluice.model.Traits.Operation;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What probes found that a model cannot do, whatever anybody declared. A request that needs it goes
 * elsewhere before anything else is weighed. Thread-safe.
 */
public final class Measured {
  /** The capabilities that probes tell. */
  public static final Set<String> WORDS =
      Set.of("tools", "parallel_tools", "json_schema", "vision", "streaming");

  private final ConcurrentHashMap<ModelRef, Set<String>> lacking = new ConcurrentHashMap<>();

  /** The last probes found that {@code model} cannot do these. */
  public void lacks(ModelRef model, Set<String> words) {
    if (!WORDS.containsAll(words)) {
      throw new IllegalArgumentException("no probe tells this");
    }
    if (words.isEmpty()) {
      lacking.remove(model);
    } else {
      lacking.put(model, Set.copyOf(words));
    }
  }

  /** What each model cannot do, of those that cannot do something. */
  Map<ModelRef, Set<String>> all() {
    return Map.copyOf(lacking);
  }

  /** The first thing that this request needs and the model cannot do; empty: there is none. */
  String missing(ModelRef model, Facts facts, Needs needs) {
    Set<String> words = lacking.isEmpty() ? null : lacking.get(model);
    if (words == null || facts.traits().call().operation() != Operation.CHAT) {
      return "";
    }
    for (String word : new TreeSet<>(words)) {
      boolean needed =
          switch (word) {
            case "tools" -> !facts.traits().tools().isEmpty();
            case "vision" -> facts.traits().modalities().contains("image");
            case "streaming" -> facts.traits().call().stream();
            case "json_schema" -> needs.capabilities().contains("json_schema");
            default -> false; // no request says that it needs several calls at once
          };
      if (needed) {
        return word;
      }
    }
    return "";
  }
}
