package io.sluice.flow;

import io.sluice.flow.Declassifier.Declassified;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Label;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The releases that are in force, until each runs out. Thread-safe; durable by its store. */
public final class Releases {
  /** The most that there may be. */
  public static final int MOST = 1_000;

  private final Store store;
  private final Clock clock;
  private final Map<String, Release> byKey = new ConcurrentHashMap<>();

  /** Where they outlive the process. */
  public interface Store {
    /** Nothing is kept. */
    Store NONE =
        new Store() {
          @Override
          public List<Release> all() {
            return List.of();
          }

          @Override
          public void keep(List<Release> all) {}
        };

    /** All that were kept. */
    List<Release> all();

    /** Keeps these and no others; durable when it returns. */
    void keep(List<Release> all);
  }

  /** What is in {@code store}. */
  public Releases(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
    store.all().forEach(one -> byKey.put(one.key(), one));
  }

  /** Those that have not run out, by tenant and origin. */
  public List<Release> all() {
    Instant now = clock.now();
    return byKey.values().stream()
        .filter(one -> one.until().isAfter(now))
        .sorted(Comparator.comparing(Release::tenant).thenComparing(Release::origin))
        .toList();
  }

  /**
   * From now on what is of that origin is worth this; in the place of what was said of it before.
   *
   * @throws io.sluice.model.Stop CONFLICT if there are too many
   */
  public synchronized void add(Release release) {
    byKey.values().removeIf(one -> !one.until().isAfter(clock.now()));
    if (byKey.size() >= MOST && !byKey.containsKey(release.key())) {
      throw Fault.of(Code.CONFLICT, "at most " + MOST + " origins can be released").stop();
    }
    byKey.put(release.key(), release);
    store.keep(List.copyOf(byKey.values()));
  }

  /** Takes one back; empty: there is none. */
  public synchronized Optional<Release> remove(String tenant, String origin) {
    Release gone = byKey.remove(tenant + '\0' + origin);
    if (gone != null) {
      store.keep(List.copyOf(byKey.values()));
    }
    return Optional.ofNullable(gone);
  }

  /** True if there is none, run out or not. */
  boolean none() {
    return byKey.isEmpty();
  }

  /** What content of that origin is worth, and why that is milder than {@code label}. */
  Declassified over(String tenant, String origin, Label label) {
    Release release = byKey.isEmpty() ? null : of(tenant, origin);
    return release == null ? new Declassified(label, "") : Declassifier.released(label, release);
  }

  private @Nullable Release of(String tenant, String origin) {
    Release known = byKey.get(tenant + '\0' + origin);
    return known == null || !known.until().isAfter(clock.now()) ? null : known;
  }
}
