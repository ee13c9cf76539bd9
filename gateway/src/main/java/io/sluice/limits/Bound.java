package io.sluice.limits;

import io.sluice.model.Candidate;
import io.sluice.model.Charge;
import io.sluice.model.Money;
import io.sluice.model.Price;
import io.sluice.model.Traits;
import io.sluice.model.Traits.Operation;
import java.util.List;
import java.util.Set;

/**
 * The most that one attempt of an exchange can use: one token per UTF-8 byte of text, a table for
 * media, and the output limit. Pure.
 */
final class Bound {
  /** More tokens than any provider reads or writes; keeps sums in range. */
  private static final long MOST_TOKENS = 1_000_000_000_000L;

  /** Terms by which a provider reads what the request does not hold: as much as the model can. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "provider_tool",
          "web_search_options",
          "mcp_servers",
          "conversation",
          "prompt",
          "stored_prompt",
          "container",
          "cachedContent");

  private final Traits traits;
  private final BudgetSettings settings;
  private final long asked;

  Bound(Traits traits, BudgetSettings settings) {
    this.traits = traits;
    this.settings = settings;
    this.asked = output(traits);
  }

  /** The output limit to begin with; {@link #flexible} says whether less would do. */
  long mostOutput() {
    return asked < 0 ? settings.defaultOutput() : asked;
  }

  /** The least output for which the caller is served. */
  long leastOutput() {
    return asked < 0 ? settings.leastOutput() : asked;
  }

  /** True if the caller set no limit, so that the budget may set one. */
  boolean flexible() {
    return asked < 0;
  }

  /** The most that an attempt at {@code candidate} with so much output can come to. */
  Charge most(Candidate candidate, long outputTokens) {
    long input = input(candidate.contextTokens());
    long output = outputTokens * traits.size().choices();
    Price price = candidate.price();
    Money cost = price == null ? Money.ZERO : price.upperBound(input, output);
    return new Charge(candidate, cost, input + output);
  }

  /** -1: the caller set no limit. */
  private static long output(Traits traits) {
    if (traits.call().operation() != Operation.CHAT) {
      return 0;
    }
    long limit = traits.size().maxOutputTokens();
    return limit > 0 ? Math.min(limit, MOST_TOKENS) : -1;
  }

  private long input(long contextTokens) {
    var size = traits.size();
    long tokens = Math.min(size.textBytes(), MOST_TOKENS) + settings.frame();
    if (!traits.tools().isEmpty()) {
      tokens += settings.toolFrame();
    }
    if (traits.terms().stream().anyMatch(ELSEWHERE::contains)) {
      tokens += contextTokens > 0 ? contextTokens : dearest();
    }
    if (size.media() > 0) {
      long media = size.media() * dearest(traits.modalities());
      tokens += contextTokens > 0 ? Math.min(media, contextTokens) : media;
    }
    return Math.min(tokens, MOST_TOKENS);
  }

  private long dearest(List<String> modalities) {
    long most = 0;
    for (String modality : modalities) {
      Long tokens = settings.media().get(modality);
      most = Math.max(most, tokens == null ? dearest() : tokens);
    }
    return modalities.isEmpty() ? dearest() : most;
  }

  private long dearest() {
    long most = 0;
    for (long tokens : settings.media().values()) {
      most = Math.max(most, tokens);
    }
    return most;
  }
}
