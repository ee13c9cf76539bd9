package io.sluice.policy;

import io.sluice.model.Categories;
import io.sluice.model.Obligations;
import java.util.List;

/**
 * What is known of a rule beside its condition.
 *
 * @param permits whether it permits or forbids
 * @param notes who answers for it, and which controls of which frameworks it serves
 * @param mask categories that it lets be masked; empty unless it is about masking
 * @param obligations what it asks for in return; nothing for a forbid
 * @param marks what else its annotations say
 */
record Rule(
    String id,
    boolean permits,
    Notes notes,
    Wording reason,
    Categories mask,
    Obligations obligations,
    Marks marks) {

  /** For people. */
  record Notes(String owner, List<String> controls) {
    Notes {
      controls = List.copyOf(controls);
    }
  }

  /**
   * Marks without a value.
   *
   * @param hidden whether callers are not to know of it
   * @param approvable whether a person may set this forbid aside
   * @param waivable whether a waiver of its name excepts from this forbid
   */
  record Marks(boolean hidden, boolean approvable, boolean waivable) {}

  boolean hidden() {
    return marks.hidden();
  }
}
