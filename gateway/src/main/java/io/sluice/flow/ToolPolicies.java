package io.sluice.flow;

import java.util.Map;

/** The part {@code tools:} of the configuration: what each tool does, by its name. */
public record ToolPolicies(Map<String, ToolPolicy> byName) {
  /** No tool is described. */
  public static final ToolPolicies NONE = new ToolPolicies(Map.of());

  public ToolPolicies {
    byName = Map.copyOf(byName);
  }

  /** What is known of a tool; of one that is not described the worst is assumed. */
  public ToolPolicy of(String name) {
    return byName.getOrDefault(name, ToolPolicy.UNKNOWN);
  }

  /** True if somebody described that tool. */
  public boolean knows(String name) {
    return byName.containsKey(name);
  }
}
