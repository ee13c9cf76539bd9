package io.sluice;

import io.sluice.egress.PoolMetrics;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.registry.ProviderSetting;
import io.sluice.route.Gauges;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Reads every second what self-hosted providers publish of their queues and caches, each at its own
 * host. One that does not answer is taken for one that publishes nothing.
 */
final class PoolWatch implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Supplier<List<ProviderSetting>> providers;
  private final Gauges gauges;
  private final PoolMetrics metrics = new PoolMetrics();
  private volatile boolean over;

  private PoolWatch(Supplier<List<ProviderSetting>> providers, Gauges gauges) {
    this.providers = providers;
    this.gauges = gauges;
  }

  /** Watches from now on those of {@code providers} that publish something. */
  static PoolWatch start(Supplier<List<ProviderSetting>> providers, Gauges gauges) {
    var watch = new PoolWatch(providers, gauges);
    Thread.ofPlatform().daemon().name("sluice-pools").start(watch::run);
    return watch;
  }

  private void run() {
    while (!over) {
      for (ProviderSetting provider : providers.get()) {
        if (!provider.endpoint().dialect().metrics().isEmpty()) {
          look(provider);
        }
      }
      LockSupport.parkNanos(this, EVERY.toNanos());
    }
  }

  private void look(ProviderSetting provider) {
    var endpoint = provider.endpoint();
    URI base = endpoint.baseUrl();
    var address =
        URI.create(base.getScheme() + "://" + base.getAuthority() + endpoint.dialect().metrics());
    try {
      for (Gauges.Published one : Gauges.read(metrics.read(address))) {
        gauges.told(new ModelRef(provider.name(), one.model()), one);
      }
    } catch (IOException e) {
      // what was read last holds for ten seconds; then nothing is known
    }
  }

  @Override
  public void close() {
    over = true;
  }
}
