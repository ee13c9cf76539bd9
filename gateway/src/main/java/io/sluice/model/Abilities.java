package io.sluice.model;

import java.util.List;

/**
 * What a model can do, as far as that is stated.
 *
 * @param capabilities such as {@code tools}, {@code parallel_tools}, {@code vision}, {@code
 *     document}, {@code audio}, {@code json_schema}, {@code embed}; sorted; empty: not stated,
 *     nothing is ruled out by it
 * @param contextTokens the most it reads and writes together; 0: not stated
 * @param outputTokens the most it writes; 0: not stated
 * @param rejects names of the parameters it does not take; sorted
 * @param strict whether a request that has one of those is refused; else they are left out
 */
public record Abilities(
    List<String> capabilities,
    long contextTokens,
    long outputTokens,
    List<String> rejects,
    boolean strict) {
  /** Nothing is stated. */
  public static final Abilities UNKNOWN = new Abilities(List.of(), 0, 0, List.of(), false);

  public Abilities {
    capabilities = capabilities.stream().sorted().toList();
    rejects = rejects.stream().sorted().toList();
    if (contextTokens < 0 || outputTokens < 0) {
      throw new IllegalArgumentException("context and output must be >= 0 tokens");
    }
  }
}
