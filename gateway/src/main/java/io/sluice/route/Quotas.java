package io.sluice.route;

import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Clock;
import io.sluice.model.Headers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What providers let us ask for: buckets of requests and tokens per tenant and model, as the
 * headers of their answers tell, counted down with every call until the next answer corrects them.
 * A call that is certain to be refused is not made.
 */
public final class Quotas {
  /** A provider that says more is not believed for longer. */
  private static final Duration MOST_WAIT = Duration.ofSeconds(60);

  private static final int MOST_BUCKETS = 100_000;

  private static final List<QuotaHeaders.Kind> KINDS = List.of(QuotaHeaders.Kind.values());

  private record Key(String tenant, ModelRef model, QuotaHeaders.Kind kind) {}

  private final Clock clock;
  private final ConcurrentHashMap<Key, Bucket> buckets = new ConcurrentHashMap<>();

  /** Nothing is known of any provider. */
  public Quotas(Clock clock) {
    this.clock = clock;
  }

  /** An answer came with these headers. */
  public void heard(String tenant, ModelRef model, Headers headers) {
    long now = clock.nanos();
    for (QuotaHeaders.Reading reading : QuotaHeaders.read(headers, clock.now())) {
      var key = new Key(tenant, model, reading.kind());
      if (buckets.size() < MOST_BUCKETS || buckets.containsKey(key)) {
        buckets.put(key, new Bucket(reading, now));
      }
    }
  }

  /**
   * How long a call of so many tokens would have to wait; zero: it can be made now, as far as is
   * known, and is counted.
   */
  public Duration take(String tenant, ModelRef model, long inputTokens, long outputTokens) {
    long now = clock.nanos();
    long wait = 0;
    for (QuotaHeaders.Kind kind : KINDS) {
      Bucket bucket = buckets.get(new Key(tenant, model, kind));
      if (bucket != null) {
        wait = Math.max(wait, bucket.nanosUntil(needed(kind, inputTokens, outputTokens), now));
      }
    }
    if (wait > 0) {
      return Duration.ofNanos(Math.min(wait, MOST_WAIT.toNanos()));
    }
    for (QuotaHeaders.Kind kind : KINDS) {
      Bucket bucket = buckets.get(new Key(tenant, model, kind));
      if (bucket != null) {
        bucket.take(needed(kind, inputTokens, outputTokens), now);
      }
    }
    return Duration.ZERO;
  }

  private static long needed(QuotaHeaders.Kind kind, long inputTokens, long outputTokens) {
    return switch (kind) {
      case REQUESTS -> 1;
      case TOKENS -> inputTokens + outputTokens;
      case INPUT_TOKENS -> inputTokens;
      case OUTPUT_TOKENS -> outputTokens;
    };
  }

  /** The least share of any of its buckets that is left, from 0 to 1; 1 where nothing is known. */
  double headRoom(String tenant, ModelRef model) {
    long now = clock.nanos();
    double least = 1;
    for (QuotaHeaders.Kind kind : KINDS) {
      Bucket bucket = buckets.get(new Key(tenant, model, kind));
      if (bucket != null) {
        least = Math.min(least, bucket.share(now));
      }
    }
    return least;
  }

  /** Filled evenly until it is full when its provider says so; from then on it says nothing. */
  private static final class Bucket {
    private final double limit;
    private final double perNano;
    private final long full;
    private double left;
    private long at;

    Bucket(QuotaHeaders.Reading reading, long now) {
      limit = Math.max(reading.limit(), Math.max(1, reading.remaining()));
      left = reading.remaining();
      at = now;
      long nanos = Math.max(1, Math.min(reading.fullIn().toNanos(), MOST_WAIT.toNanos()));
      perNano = reading.limit() > 0 ? (limit - left) / nanos : 0;
      full = now + nanos;
    }

    synchronized long nanosUntil(long needed, long now) {
      refill(now);
      double wanted = Math.min((double) needed, limit);
      if (now >= full || left >= wanted) {
        return 0;
      }
      return perNano > 0
          ? Math.min((long) Math.ceil((wanted - left) / perNano), Math.max(1, full - now))
          : Math.max(1, full - now);
    }

    synchronized void take(long needed, long now) {
      refill(now);
      left = Math.max(0, left - needed);
    }

    synchronized double share(long now) {
      refill(now);
      return now >= full ? 1 : left / limit;
    }

    private void refill(long now) {
      left = Math.min(limit, left + perNano * (now - at));
      at = now;
    }
  }
}
