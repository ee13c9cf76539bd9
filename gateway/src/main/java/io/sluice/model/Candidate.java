package io.sluice.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One model at one provider.
 *
 * @param name how configuration names it; {@code provider/id} where it has no name of its own
 * @param price null: unknown, so never free
 * @param capabilities such as {@code tools}, {@code vision}, {@code json_schema}, {@code embed};
 *     sorted; empty: not stated, nothing is ruled out by it
 * @param contextTokens 0: unknown
 */
public record Candidate(
    ModelRef ref,
    String name,
    String api,
    Profile profile,
    @Nullable Price price,
    List<String> capabilities,
    long contextTokens) {
  /** A model's id at its provider. */
  public record ModelRef(String provider, String id) {
    /** {@code provider/id}. */
    public String text() {
      return provider + "/" + id;
    }
  }

  public Candidate {
    capabilities = List.copyOf(capabilities);
  }
}
