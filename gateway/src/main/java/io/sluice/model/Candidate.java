package io.sluice.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One model at one provider.
 *
 * @param name how configuration names it; {@code provider/id} where it has no name of its own
 * @param price null: unknown, so never free
 * @param abilities what it can do, as far as that is stated
 */
public record Candidate(
    ModelRef ref,
    String name,
    String api,
    Profile profile,
    @Nullable Price price,
    Abilities abilities) {
  /** A model's id at its provider. */
  public record ModelRef(String provider, String id) {
    /** {@code provider/id}. */
    public String text() {
      return provider + "/" + id;
    }

    /** Names that are counted up (p1/m1, p2/m2) would fall together under the usual one. */
    @Override
    public int hashCode() {
      return provider.hashCode() * 0x9E3779B1 + id.hashCode();
    }
  }

  /** What it can do; sorted; empty: not stated. */
  public List<String> capabilities() {
    return abilities.capabilities();
  }

  /** The most it reads and writes together; 0: not stated. */
  public long contextTokens() {
    return abilities.contextTokens();
  }

  /** The same model under another name. */
  public Candidate called(String other) {
    return new Candidate(ref, other, api, profile, price, abilities);
  }
}
