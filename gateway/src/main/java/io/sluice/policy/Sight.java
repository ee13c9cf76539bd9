package io.sluice.policy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a schema lets rules read.
 *
 * @param modelInProvider whether {@code resource in Provider::"..."} may be asked
 * @param contexts per action
 */
record Sight(
    List<Attribute> caller,
    List<Attribute> model,
    List<Attribute> audience,
    boolean modelInProvider,
    Map<Action, List<Attribute>> contexts) {
  Sight {
    contexts = new EnumMap<>(contexts);
  }

  /** True if the schema declares the action, so that it can be asked for. */
  boolean declares(Action action) {
    return contexts.containsKey(action);
  }

  List<Attribute> context(Action action) {
    return contexts.getOrDefault(action, List.of());
  }

  /** True if any question lets rules read {@code context.name}. */
  boolean reads(String name) {
    for (List<Attribute> attributes : contexts.values()) {
      for (Attribute attribute : attributes) {
        if (attribute.name().equals(name)) {
          return true;
        }
      }
    }
    return false;
  }
}
