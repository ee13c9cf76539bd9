package io.sluice.limits;

import io.sluice.model.Candidate;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Money;
import io.sluice.model.Plan;
import io.sluice.model.Price;
import io.sluice.model.Traits;
import io.sluice.model.Traits.Operation;
import io.sluice.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * The most that one attempt of an exchange can cost, at the dearest candidate of its plan: one
 * token per UTF-8 byte of text, a table for media, and the output limit. Pure.
 */
final class Bound {
  /** More tokens than any provider reads or writes; keeps sums in range. */
  private static final long MOST_TOKENS = 1_000_000_000_000L;

  private record Share(Price price, long inputTokens) {}

  private final List<Share> shares = new ArrayList<>(4);
  private final long asked;
  private final int choices;
  private final BudgetSettings settings;

  Bound(Plan plan, Traits traits, BudgetSettings settings) {
    this.settings = settings;
    this.asked = output(traits);
    this.choices = traits.size().choices();
    for (Verdict verdict : plan.order()) {
      Candidate candidate = verdict.candidate();
      Price price = candidate.price();
      if (price == null) {
        throw unpriced(candidate).stop();
      }
      shares.add(new Share(price, input(traits, candidate.contextTokens())));
    }
  }

  /** The output limit to begin with; {@link #flexible} says whether less would do. */
  long mostOutput() {
    return asked < 0 ? settings.defaultOutput() : asked;
  }

  /** True if the caller set no limit, so that the budget may set one. */
  boolean flexible() {
    return asked < 0;
  }

  /** The most that an attempt with so much output can cost. */
  long micros(long outputTokens) {
    long most = 0;
    for (Share share : shares) {
      Money cost = share.price().upperBound(share.inputTokens(), outputTokens * choices);
      most = Math.max(most, cost.micros());
    }
    return most;
  }

  /**
   * The longest output that {@code left} pays for, at most {@link #mostOutput}; the least output
   * that is served when not even that is paid for.
   */
  long affordable(long left) {
    long low = settings.leastOutput();
    long high = mostOutput();
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (micros(middle) <= left) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** -1: the caller set no limit. */
  private static long output(Traits traits) {
    if (traits.call().operation() != Operation.CHAT) {
      return 0;
    }
    long limit = traits.size().maxOutputTokens();
    return limit > 0 ? Math.min(limit, MOST_TOKENS) : -1;
  }

  private long input(Traits traits, long contextTokens) {
    var size = traits.size();
    long tokens = Math.min(size.textBytes(), MOST_TOKENS) + settings.frame();
    if (!traits.tools().isEmpty()) {
      tokens += settings.toolFrame();
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

  private static Fault unpriced(Candidate candidate) {
    var message =
        "the price of '%s' is unknown, and a budget is in force".formatted(candidate.name());
    return Fault.of(Code.UNSUPPORTED, message).naming(List.of(candidate.name()));
  }
}
