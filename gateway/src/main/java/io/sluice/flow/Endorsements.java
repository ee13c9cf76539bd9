package io.sluice.flow;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.model.Clock;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How many bits untrusted content may decide in an hour: an answer that is one of few values is
 * endorsed for as long as the bits of every origin that led to it last. Counted in this process
 * alone: a restart begins anew. Thread-safe.
 */
public final class Endorsements {
  /** Bits that one origin has in an hour where nothing else is said. */
  public static final int BITS_PER_HOUR = 256;

  private static final int MOST_ORIGINS = 20_000;
  private static final long HOUR_SECONDS = 3_600;
  private final Clock clock;
  private final Cache<Origin, Hour> spent =
      Caffeine.newBuilder().maximumSize(MOST_ORIGINS).executor(Runnable::run).build();

  /** One source of content: a tool, or an application. */
  private record Origin(String tenant, String name) {}

  private static final class Hour {
    long hour;
    long bits;
  }

  /** The proof that so many bits were there. Only {@link Endorsements} makes one. */
  public static final class Spent {
    private final int bits;

    private Spent(int bits) {
      this.bits = bits;
    }

    /** How many. */
    public int bits() {
      return bits;
    }
  }

  /** Hours are told by {@code clock}. */
  public Endorsements(Clock clock) {
    this.clock = clock;
  }

  /**
   * Takes {@code bits} of what each of {@code origins} has left in this hour, of all or of none.
   *
   * @param perHour how many each has
   * @return null: one of them has not as many left
   */
  public synchronized @Nullable Spent spend(
      String tenant, Collection<String> origins, int bits, int perHour) {
    long hour = clock.now().getEpochSecond() / HOUR_SECONDS;
    Set<String> all = new TreeSet<>(origins);
    for (String origin : all) {
      if (hour(tenant, origin, hour).bits + bits > perHour) {
        return null;
      }
    }
    for (String origin : all) {
      hour(tenant, origin, hour).bits += bits;
    }
    return new Spent(bits);
  }

  private Hour hour(String tenant, String origin, long hour) {
    Hour of = spent.get(new Origin(tenant, origin), _ -> new Hour());
    if (of.hour != hour) {
      of.hour = hour;
      of.bits = 0;
    }
    return of;
  }
}
