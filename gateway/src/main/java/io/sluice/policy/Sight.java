package io.sluice.policy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a schema lets rules read.
 *
 * @param entities attributes per type of entity
 * @param modelInProvider whether {@code resource in Provider::"..."} may be asked
 * @param contexts per action that the schema declares
 */
record Sight(
    Map<String, List<Attribute>> entities,
    boolean modelInProvider,
    Map<Action, List<Attribute>> contexts) {
  Sight {
    entities = Map.copyOf(entities);
    contexts = new EnumMap<>(contexts);
  }

  /** True if the schema declares the action, so that it can be asked for. */
  boolean declares(Action action) {
    return contexts.containsKey(action);
  }

  List<Attribute> entity(String type) {
    return entities.getOrDefault(type, List.of());
  }

  List<Attribute> context(Action action) {
    return contexts.getOrDefault(action, List.of());
  }

  /** True if any question lets rules read {@code context.name}. */
  boolean reads(String name) {
    return contexts.values().stream().anyMatch(all -> has(all, name));
  }

  /** True if rules can read {@code principal.name} of whoever asks. */
  boolean readsCaller(String name) {
    return has(entity("Caller"), name);
  }

  private static boolean has(List<Attribute> attributes, String name) {
    for (Attribute attribute : attributes) {
      if (attribute.name().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
