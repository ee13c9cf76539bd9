package io.sluice.limits;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt takes of limits on models, providers and tokens. Ended once, with what was used.
 */
public final class Draw {
  /** Where no limit applies. */
  static final Draw NONE = new Draw(null, List.of(), List.of(), Meter.Tokens.NONE);

  private final @Nullable Rates rates;
  private final List<Meter> places;
  private final List<Meter> tokens;
  private final Meter.Tokens expected;
  private final AtomicBoolean open = new AtomicBoolean(true);

  Draw(@Nullable Rates rates, List<Meter> places, List<Meter> tokens, Meter.Tokens expected) {
    this.rates = rates;
    this.places = places;
    this.tokens = tokens;
    this.expected = expected;
  }

  /** The attempt is over; it used so many tokens. */
  public void used(long inputTokens, long outputTokens) {
    if (rates != null && open.compareAndSet(true, false)) {
      rates.leave(places);
      rates.used(tokens, expected, new Meter.Tokens(inputTokens, outputTokens));
    }
  }
}
