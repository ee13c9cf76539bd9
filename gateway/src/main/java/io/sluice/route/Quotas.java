package io.sluice.route;

import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What providers let us ask for: buckets of requests and tokens per credential and model, as the
 * headers of their answers tell, counted down with every call until the next answer corrects them;
 * and the pace that a provider asked us to keep ({@link Ramp}). A call that is certain to be
 * refused is not made.
 */
public final class Quotas {
  private static final List<QuotaHeaders.Kind> KINDS = List.of(QuotaHeaders.Kind.values());
  private static final Duration LEAST_WAIT = Duration.ofMillis(100);

  /** Who pays at a provider: tenants that share a credential share what it is allowed. */
  @FunctionalInterface
  public interface Holders {
    /** Each tenant for itself. */
    Holders TENANTS = (tenant, provider) -> tenant;

    /** What names the credential that is shown there for this tenant; nothing secret. */
    String of(String tenant, String provider);
  }

  /** What a call needs. */
  public record Need(long inputTokens, long outputTokens, Priority priority) {}

  private record Holding(String holder, ModelRef model) {}

  /** All that is known of one credential at one model. */
  private final class Holdings {
    final Map<QuotaHeaders.Kind, Bucket> buckets = new ConcurrentHashMap<>(4);
    final Ramp ramp = new Ramp();
    final Line line = new Line(settings.waiting());

    long nanosUntil(Need need, long now) {
      long wait = ramp.nanosUntil(now);
      for (QuotaHeaders.Kind kind : KINDS) {
        Bucket bucket = buckets.get(kind);
        if (bucket != null) {
          wait = Math.max(wait, bucket.nanosUntil(needed(kind, need), now));
        }
      }
      return wait;
    }

    void take(Need need, long now) {
      ramp.asked(now);
      buckets.forEach((kind, bucket) -> bucket.take(needed(kind, need), now));
    }
  }

  private final QuotaSettings settings;
  private final Clock clock;
  private final Holders holders;
  private final ConcurrentHashMap<Holding, Holdings> known = new ConcurrentHashMap<>();

  /** Nothing is known of any provider. */
  public Quotas(QuotaSettings settings, Clock clock, Holders holders) {
    this.settings = settings;
    this.clock = clock;
    this.holders = holders;
  }

  private @Nullable Holdings at(String tenant, ModelRef model) {
    return known.get(new Holding(holders.of(tenant, model.provider()), model));
  }

  private @Nullable Holdings made(String tenant, ModelRef model) {
    var holding = new Holding(holders.of(tenant, model.provider()), model);
    Holdings old = known.get(holding);
    if (old != null || known.size() >= settings.buckets()) {
      return old;
    }
    return known.computeIfAbsent(holding, _ -> new Holdings());
  }

  /** An answer came with these headers; {@code fault} is what it said no with, if it did. */
  public void heard(String tenant, ModelRef model, Headers headers, @Nullable Fault fault) {
    long now = clock.nanos();
    for (QuotaHeaders.Reading reading : QuotaHeaders.read(headers, clock.now())) {
      Holdings holdings = made(tenant, model);
      if (holdings != null) {
        holdings.buckets.put(reading.kind(), new Bucket(reading, settings.believed(), now));
      }
    }
    if (fault != null && limited(fault.code())) {
      refused(tenant, model, fault);
    }
  }

  private static boolean limited(Code code) {
    return code == Code.UPSTREAM_RAMP || code == Code.UPSTREAM_RATE_LIMITED;
  }

  /** What is refused until a moment is not asked again before. */
  private void refused(String tenant, ModelRef model, Fault fault) {
    Holdings holdings = made(tenant, model);
    if (holdings == null) {
      return;
    }
    long now = clock.nanos();
    if (fault.code() == Code.UPSTREAM_RAMP) {
      holdings.ramp.refused(now);
    }
    Duration wait = fault.retryAfter();
    if (wait != null && wait.isPositive()) {
      var nothing = new QuotaHeaders.Reading(QuotaHeaders.Kind.REQUESTS, 0, 0, wait);
      holdings.buckets.put(nothing.kind(), new Bucket(nothing, settings.believed(), now));
    }
  }

  /**
   * How long a call would have to wait; zero: it can be made now, as far as is known, and is
   * counted. Nobody goes before those that wait and are as urgent.
   */
  public Duration take(String tenant, ModelRef model, Need need) {
    Holdings holdings = made(tenant, model);
    if (holdings == null) {
      return Duration.ZERO;
    }
    long now = clock.nanos();
    long wait = holdings.nanosUntil(need, now);
    int before = holdings.line.before(need.priority());
    if (wait > 0 || before > 0) {
      return shown(Math.max(wait, LEAST_WAIT.toNanos() * before));
    }
    holdings.take(need, now);
    return Duration.ZERO;
  }

  /** The same for one that waited; zero only when it is its turn. */
  public Duration take(String tenant, ModelRef model, Need need, Line.Place place) {
    Holdings holdings = made(tenant, model);
    if (holdings == null) {
      return Duration.ZERO;
    }
    long now = clock.nanos();
    long wait = holdings.nanosUntil(need, now);
    if (wait > 0 || !holdings.line.first(place)) {
      return shown(Math.max(wait, LEAST_WAIT.toNanos() / 10));
    }
    holdings.take(need, now);
    return Duration.ZERO;
  }

  private Duration shown(long nanos) {
    return Duration.ofNanos(Math.min(nanos, settings.believed().toNanos()));
  }

  /** Where calls wait for this deployment; null: of so many nothing is known. */
  public @Nullable Line line(String tenant, ModelRef model) {
    Holdings holdings = made(tenant, model);
    return holdings == null ? null : holdings.line;
  }

  /** How long a call waits at most. */
  public Duration longestWait() {
    return settings.longestWait();
  }

  private static long needed(QuotaHeaders.Kind kind, Need need) {
    return switch (kind) {
      case REQUESTS -> 1;
      case TOKENS -> need.inputTokens() + need.outputTokens();
      case INPUT_TOKENS -> need.inputTokens();
      case OUTPUT_TOKENS -> need.outputTokens();
    };
  }

  /** The least share of any of its buckets that is left, from 0 to 1; 1 where nothing is known. */
  double headRoom(String tenant, ModelRef model) {
    Holdings holdings = at(tenant, model);
    if (holdings == null) {
      return 1;
    }
    long now = clock.nanos();
    double least = 1;
    for (Bucket bucket : holdings.buckets.values()) {
      least = Math.min(least, bucket.share(now));
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

    Bucket(QuotaHeaders.Reading reading, Duration believed, long now) {
      limit = Math.max(reading.limit(), Math.max(1, reading.remaining()));
      left = reading.remaining();
      at = now;
      long nanos = Math.max(1, Math.min(reading.fullIn().toNanos(), believed.toNanos()));
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
