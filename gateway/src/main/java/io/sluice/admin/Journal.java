package io.sluice.admin;

import java.util.Map;

/** Where what operators do is recorded. Durable when it returns. */
@FunctionalInterface
public interface Journal {
  /**
   * Records one act.
   *
   * @param type such as {@code key.created}
   * @param actor the operator's name
   * @param details names and ids, never secrets
   */
  void event(String type, String actor, Map<String, String> details);
}
