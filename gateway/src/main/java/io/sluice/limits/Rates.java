package io.sluice.limits;

import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Principal;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/** Requests per minute and at the same time, per principal. */
public final class Rates {
  private static final int SWEEP_EVERY = 1_024;

  private record Key(String tenant, String principal) {}

  private final RateSettings settings;
  private final Clock clock;
  private final ConcurrentHashMap<Key, Rate> rates = new ConcurrentHashMap<>();

  /** Nobody has asked for anything yet. */
  public Rates(RateSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Lets a request of {@code principal} in and counts it.
   *
   * @return to be closed when the exchange is over
   * @throws io.sluice.model.Stop RATE_LIMITED, with the time after which one more may come
   */
  public Admission admit(Principal principal) {
    int perMinute = principal.allowance().requestsPerMinute();
    Rate rate = rate(new Key(principal.tenant(), principal.id()));
    long wait = rate.enter(clock.nanos(), perMinute, settings.concurrent());
    if (wait > 0) {
      var fault = Fault.of(Code.RATE_LIMITED, "more requests than this key may make");
      throw fault.after(Duration.ofNanos(wait)).stop();
    }
    return new Admission(rate);
  }

  /** Exchanges that were let in and are not over. */
  int inside() {
    return rates.values().stream().mapToInt(Rate::inside).sum();
  }

  private Rate rate(Key key) {
    Rate known = rates.get(key);
    if (known != null) {
      return known;
    }
    if (rates.size() % SWEEP_EVERY == SWEEP_EVERY - 1) {
      long now = clock.nanos();
      rates.values().removeIf(rate -> rate.idle(now));
    }
    return rates.computeIfAbsent(key, ignored -> new Rate());
  }
}
