package io.sluice.registry;

import io.sluice.model.Abilities;
import io.sluice.model.Price;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One model of the configuration. What it does not say is taken from the catalogue, if that knows
 * the id.
 *
 * @param name how routes and callers ask for it
 * @param provider the provider's name
 * @param id the model's id at that provider
 * @param api the wire format it is asked in; empty: its provider's
 * @param traits context, capabilities and price as far as they are stated
 * @param terms its own terms, which override the provider's one by one; null: none
 */
public record ModelSetting(
    String name, String provider, String id, String api, Traits traits, @Nullable Terms terms) {

  /**
   * What it can do and what that costs.
   *
   * @param contextTokens 0: not stated
   * @param outputTokens the most it writes; 0: not stated
   * @param capabilities null: not stated
   * @param rejects parameters it does not take; null: not stated
   * @param price null: not stated
   */
  public record Traits(
      long contextTokens,
      long outputTokens,
      @Nullable List<String> capabilities,
      @Nullable List<String> rejects,
      @Nullable Price price) {
    /** Nothing is stated. */
    public static final Traits NONE = new Traits(0, 0, null, null, null);

    public Traits {
      capabilities = capabilities == null ? null : capabilities.stream().sorted().toList();
      rejects = rejects == null ? null : rejects.stream().sorted().toList();
      if (contextTokens < 0 || outputTokens < 0) {
        throw new IllegalArgumentException("context and output must be >= 0 tokens");
      }
    }

    /** These, and what {@code below} states where these state nothing. */
    Traits over(Traits below) {
      return new Traits(
          contextTokens == 0 ? below.contextTokens : contextTokens,
          outputTokens == 0 ? below.outputTokens : outputTokens,
          capabilities == null ? below.capabilities : capabilities,
          rejects == null ? below.rejects : rejects,
          price == null ? below.price : price);
    }

    /** What they state besides the price; {@code strict} as the provider is configured. */
    Abilities abilities(boolean strict) {
      return new Abilities(
          Objects.requireNonNullElse(capabilities, List.of()),
          contextTokens,
          outputTokens,
          Objects.requireNonNullElse(rejects, List.of()),
          strict);
    }
  }
}
