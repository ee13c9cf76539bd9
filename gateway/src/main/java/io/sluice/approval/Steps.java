package io.sluice.approval;

import java.util.Map;

/** Where every step of an approval is recorded; durable when it returns. */
@FunctionalInterface
public interface Steps {
  /**
   * Records one step.
   *
   * @param type such as {@code approval.opened}
   * @param actor the operator, the asking key, or {@code gateway}
   * @param details ids and what the approver was shown; no content
   */
  void step(String type, String actor, Map<String, String> details);
}
