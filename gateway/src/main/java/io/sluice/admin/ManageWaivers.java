package io.sluice.admin;

import io.sluice.approval.Waiver;
import io.sluice.approval.Waivers;
import io.sluice.identity.Operator;
import io.sluice.identity.Role;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Nearest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The register of waivers, as operators use it. */
public final class ManageWaivers {
  /** How long a waiver lives where nobody says. */
  public static final Duration USUAL = Duration.ofDays(7);

  /** The longest that a waiver can live. */
  public static final Duration LONGEST = Duration.ofDays(90);

  private static final int MOST_CHARS = 500;

  private final Waivers waivers;
  private final Supplier<Set<String>> waivable;
  private final Supplier<String> ids;
  private final Clock clock;

  /**
   * @param waivable ids of the rules in force that may be waived
   */
  public ManageWaivers(
      Waivers waivers, Supplier<Set<String>> waivable, Supplier<String> ids, Clock clock) {
    this.waivers = waivers;
    this.waivable = waivable;
    this.ids = ids;
    this.clock = clock;
  }

  /** What is wanted. */
  public record Wish(String rule, Waiver.Scope scope, Waiver.Grounds grounds, Duration ttl) {}

  /** Asks for a waiver, which somebody else has to approve. Needs the role operator. */
  public Waiver create(Wish wish, Operator by) {
    by.require(Role.OPERATOR);
    text("reason", wish.grounds().reason());
    text("ticket", wish.grounds().ticket());
    if (wish.scope().equals(new Waiver.Scope("", "", "", "", ""))) {
      throw bad("a waiver is for some: say tenant, key, team, resource or purpose");
    }
    if (!wish.ttl().isPositive() || wish.ttl().compareTo(LONGEST) > 0) {
      throw bad("a waiver lives at most " + LONGEST.toDays() + " days");
    }
    if (!waivable.get().contains(wish.rule())) {
      List<String> nearest = Nearest.to(wish.rule(), waivable.get(), 2);
      String hint = nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
      throw Fault.of(Code.NOT_FOUND, "no rule of that id may be waived" + hint).stop();
    }
    Instant now = now();
    var asked =
        new Waivers.Wish(
            wish.rule(), wish.scope(), wish.grounds(), by.name(), now.plus(wish.ttl()));
    return waivers.create(ids.get(), asked, now);
  }

  /** All of them, those that end soonest first. Needs the role viewer. */
  public List<Waiver> list(Operator by) {
    by.require(Role.VIEWER);
    return waivers.list();
  }

  /** Ends one at once. Needs the role operator. */
  public void revoke(String id, Operator by) {
    by.require(Role.OPERATOR);
    waivers.revoke(id, by.name(), now());
  }

  /** The moment it is, by which waivers run out. */
  public Instant now() {
    return clock.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private static void text(String name, String text) {
    if (text.isBlank() || text.length() > MOST_CHARS) {
      throw bad("a waiver needs '" + name + "', of at most 500 characters");
    }
  }

  private static RuntimeException bad(String message) {
    return Fault.of(Code.INVALID_REQUEST, message).stop();
  }
}
