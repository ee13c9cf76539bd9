package io.sluice.flow;

import java.util.HashMap;
import java.util.Map;

/**
 * The part {@code tools:} of the configuration: what each tool does, by its name.
 *
 * @param approveFirst whether a tool that an application offers for the first time, and that nobody
 *     described, waits until an operator approves it
 */
public record ToolPolicies(Map<String, ToolPolicy> byName, boolean approveFirst) {
  /** No tool is described, and the first definition of each is trusted. */
  public static final ToolPolicies NONE = new ToolPolicies(Map.of());

  /** Where the first definition of a tool is trusted. */
  public ToolPolicies(Map<String, ToolPolicy> byName) {
    this(byName, false);
  }

  public ToolPolicies {
    byName = Map.copyOf(byName);
  }

  /** What is known of a tool; of one that is not described the worst is assumed. */
  public ToolPolicy of(String name) {
    return byName.getOrDefault(name, ToolPolicy.UNKNOWN);
  }

  /** These, and those of {@code below} that nobody describes here. */
  public ToolPolicies over(Map<String, ToolPolicy> below) {
    if (below.isEmpty()) {
      return this;
    }
    var all = new HashMap<>(below);
    all.putAll(byName);
    return new ToolPolicies(all, approveFirst);
  }

  /** True if somebody described that tool. */
  public boolean knows(String name) {
    return byName.containsKey(name);
  }
}
