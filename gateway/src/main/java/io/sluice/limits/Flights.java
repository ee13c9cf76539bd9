package io.sluice.limits;

import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Principal;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One exchange at a time for each idempotency key of a caller, and none after one that was answered
 * whole: who repeats a request neither gets two answers nor pays twice. An exchange that ended
 * without a whole answer frees its key, so that repeating it helps. Thread-safe, in memory.
 */
public final class Flights {
  private static final Duration SOON = Duration.ofSeconds(1);

  private record Key(String tenant, String principal, String key) {}

  /** {@code answered}: when, on the forward clock; the least there is while it is under way. */
  private record Entry(ExchangeId exchange, long answered) {
    static final long UNDER_WAY = Long.MIN_VALUE;

    boolean open() {
      return answered == UNDER_WAY;
    }
  }

  private final FlightSettings settings;
  private final Clock clock;
  private final Map<Key, Entry> entries = new LinkedHashMap<>();

  /** No key was ever used. */
  public Flights(FlightSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** The right to answer under a key; given back once. */
  public interface Flight {
    /** Where no key was given. */
    Flight NONE = _ -> {};

    /** The exchange is over; {@code answered}: its caller got a whole answer. */
    void over(boolean answered);
  }

  /**
   * Takes the key for an exchange.
   *
   * @param key as the caller gave it; empty: none
   * @throws io.sluice.model.Stop CONFLICT if another exchange has it or was answered under it,
   *     INVALID_REQUEST if it is no key
   */
  public Flight begin(Principal principal, String key, ExchangeId exchange) {
    if (key.isEmpty()) {
      return Flight.NONE;
    }
    if (key.length() > settings.keyChars() || !key.matches("[\\x21-\\x7e]+")) {
      var message =
          "'idempotency-key' has 1 to %d visible characters".formatted(settings.keyChars());
      throw Fault.of(Code.INVALID_REQUEST, message).stop();
    }
    var mine = new Key(principal.tenant(), principal.id(), key);
    synchronized (entries) {
      forget(clock.nanos());
      Entry other = entries.get(mine);
      if (other != null) {
        throw taken(other).stop();
      }
      entries.put(mine, new Entry(exchange, Entry.UNDER_WAY));
    }
    return answered -> over(mine, exchange, answered);
  }

  private void over(Key key, ExchangeId exchange, boolean answered) {
    synchronized (entries) {
      Entry entry = entries.get(key);
      if (entry != null && entry.open() && entry.exchange().equals(exchange)) {
        entries.remove(key);
        if (answered) {
          entries.put(key, new Entry(exchange, clock.nanos())); // behind all that were before
        }
      }
    }
  }

  /** Keys whose time is over, and of too many those that were answered longest ago. */
  private void forget(long now) {
    long oldest = now - settings.remembered().toNanos();
    Iterator<Entry> all = entries.values().iterator();
    while (all.hasNext()) {
      Entry entry = all.next();
      if (entry.open()) {
        continue;
      }
      if (entry.answered() > oldest && entries.size() < settings.most()) {
        return;
      }
      all.remove();
    }
  }

  private static Fault taken(Entry other) {
    String id = other.exchange().value();
    if (!other.open()) {
      return Fault.of(
          Code.CONFLICT, "this idempotency-key was answered already, by exchange " + id);
    }
    var message = "exchange " + id + " is under way with this idempotency-key";
    var fault = Fault.of(Code.CONFLICT, message);
    return new Fault(
        fault.code(), fault.status(), fault.blame(), true, message, SOON, fault.details());
  }
}
