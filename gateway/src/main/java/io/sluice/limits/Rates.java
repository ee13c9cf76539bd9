package io.sluice.limits;

import io.sluice.limits.Meter.Tokens;
import io.sluice.limits.RateRule.Most;
import io.sluice.limits.RateRule.Pace;
import io.sluice.limits.RateRule.Where;
import io.sluice.model.Account.Scope;
import io.sluice.model.Candidate;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Period;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests and tokens per minute, hour or day, and exchanges at the same time: of a caller key, and
 * by the rules of configuration, of everybody whom and whatever a rule is about.
 */
public final class Rates {
  private static final int SWEEP_EVERY = 1_024;
  private static final BudgetRule.Whom EACH = new BudgetRule.Whom(Scope.PRINCIPAL, "", "", "");

  private final RateSettings settings;
  private final Clock clock;
  private final Map<RateRule.Key, Meter> meters = new HashMap<>();
  private final Object lock = new Object();

  /** Nobody has asked for anything yet. */
  public Rates(RateSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Lets a request of {@code principal} in and counts it, under its own limit and under those rules
   * that hold at whatever model.
   *
   * @return to be closed when the exchange is over
   * @throws io.sluice.model.Stop RATE_LIMITED, with the time after which one more may come
   */
  public Admission admit(Principal principal, List<RateRule> rules) {
    long nanos = clock.nanos();
    var places = new ArrayList<Meter>(2);
    synchronized (lock) {
      places.add(meter(own(principal), nanos));
      for (RateRule rule : rules) {
        if (rule.where().equals(Where.ANYWHERE)) {
          rule.key(principal).ifPresent(key -> places.add(meter(key, nanos)));
        }
      }
      long wait = 0;
      for (Meter place : places) {
        wait = Math.max(wait, place.untilRequest(nanos));
      }
      if (wait > 0) {
        throw refusal("more requests than are allowed", wait).stop();
      }
      places.forEach(place -> place.enter(nanos));
    }
    return new Admission(this, places);
  }

  /** The same where configuration sets no limits. */
  public Admission admit(Principal principal) {
    return admit(principal, List.of());
  }

  private RateRule.Key own(Principal principal) {
    var pace = new Pace(principal.allowance().requestsPerMinute(), Period.MINUTE);
    var most = new Most(pace, Pace.FREE, Pace.FREE, settings.concurrent());
    var rule = new RateRule(EACH, Where.ANYWHERE, most);
    return new RateRule.Key(rule, principal.tenant(), principal.id());
  }

  /** What an attempt is about to ask for. */
  public record Wish(
      Principal principal, Candidate candidate, long inputTokens, long outputTokens) {}

  /**
   * Takes what an attempt needs under the rules about its model, its provider, or tokens. A call
   * counts as soon as less than the limit is used, so that the last one may go beyond it.
   *
   * @throws io.sluice.model.Stop RATE_LIMITED, with the time after which there is room
   */
  public Draw draw(Wish wish, List<RateRule> rules) {
    if (rules.isEmpty()) {
      return Draw.NONE;
    }
    long nanos = clock.nanos();
    var places = new ArrayList<Meter>(2);
    var tokens = new ArrayList<Meter>(2);
    var expected = new Tokens(wish.inputTokens(), wish.outputTokens());
    synchronized (lock) {
      for (RateRule rule : rules) {
        var key = rule.where().counts(wish.candidate()) ? rule.key(wish.principal()) : null;
        if (key != null && key.isPresent()) {
          Meter meter = meter(key.get(), nanos);
          tokens.add(meter);
          if (!rule.where().equals(Where.ANYWHERE)) {
            places.add(meter);
          }
        }
      }
      long wait = 0;
      for (Meter place : places) {
        wait = Math.max(wait, place.untilRequest(nanos));
      }
      for (Meter meter : tokens) {
        wait = Math.max(wait, meter.untilTokens(nanos));
      }
      if (wait > 0) {
        throw refusal("more requests or tokens than are allowed here", wait).stop();
      }
      places.forEach(place -> place.enter(nanos));
      tokens.forEach(meter -> meter.begin(expected));
    }
    return new Draw(this, places, tokens, expected);
  }

  void leave(List<Meter> places) {
    synchronized (lock) {
      places.forEach(Meter::leave);
    }
  }

  void used(List<Meter> tokens, Tokens expected, Tokens used) {
    long nanos = clock.nanos();
    synchronized (lock) {
      tokens.forEach(meter -> meter.end(nanos, expected, used));
    }
  }

  private static Fault refusal(String message, long waitNanos) {
    return Fault.of(Code.RATE_LIMITED, message).after(Duration.ofNanos(waitNanos));
  }

  /** Exchanges that were let in and are not over. */
  int inside() {
    synchronized (lock) {
      return meters.values().stream().mapToInt(Meter::inside).sum();
    }
  }

  private Meter meter(RateRule.Key key, long nanos) {
    Meter known = meters.get(key);
    if (known != null) {
      return known;
    }
    if (meters.size() % SWEEP_EVERY == SWEEP_EVERY - 1) {
      meters.values().removeIf(meter -> meter.idle(nanos));
    }
    var fresh = new Meter(key.rule().most());
    meters.put(key, fresh);
    return fresh;
  }
}
