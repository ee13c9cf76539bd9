package io.sluice.policy;

import java.util.List;

/**
 * Leave to do one further thing, or not.
 *
 * @param rules ids of the determining rules, sorted
 * @param reason why not, in words the caller may see; empty when allowed
 */
public record Leave(boolean allowed, List<String> rules, String reason) {
  public Leave {
    rules = List.copyOf(rules);
  }
}
