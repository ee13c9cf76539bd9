package io.sluice.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as the gateway proved it.
 *
 * @param id the credential's id, never the credential
 */
public record Principal(
    String tenant,
    String id,
    Affiliation affiliation,
    Grants grants,
    Allowance allowance,
    Delegation delegation) {

  /** The same, in that session; empty: none. */
  public Principal within(String session) {
    return session.isEmpty()
        ? this
        : new Principal(
            tenant,
            id,
            affiliation,
            grants,
            allowance,
            new Delegation(delegation.chain(), session, delegation.claimed()));
  }

  /** The same, by its own word on behalf of {@code agents} as well. */
  public Principal claiming(List<String> agents) {
    return agents.isEmpty() ? this : acting(delegation.chain(), agents);
  }

  /** The same as it acts through these agents, which is proved. */
  public Principal through(List<String> chain) {
    return acting(chain, delegation.claimed());
  }

  private Principal acting(List<String> chain, List<String> claimed) {
    var acting = new Delegation(chain, delegation.session(), claimed);
    return new Principal(tenant, id, affiliation, grants, allowance, acting);
  }

  /** Where the principal belongs. Empty text where nothing is known. */
  public record Affiliation(String team, String app, List<String> roles) {
    public Affiliation {
      roles = List.copyOf(roles);
    }
  }

  /**
   * What the principal's content is worth and what it may get.
   *
   * @param level the level of content it sends without a label
   * @param clearance the highest level that may be released to it; null: what it sent itself, at
   *     least {@code level}
   * @param integrity how far its own words are trusted
   * @param models names it may ask for; empty: all
   */
  public record Grants(
      Level level, @Nullable Level clearance, Integrity integrity, List<String> models) {
    public Grants {
      models = List.copyOf(models);
    }
  }

  /**
   * How much the principal may spend.
   *
   * @param budget null: no budget
   * @param requestsPerMinute 0: no limit
   */
  public record Allowance(@Nullable Money budget, Period period, int requestsPerMinute) {
    /** No limit of any kind. */
    public static final Allowance NONE = new Allowance(null, Period.LIFE, 0);
  }

  /**
   * On whose behalf.
   *
   * @param chain the agents between, outermost first, as their credential proves; may be empty
   * @param session as the caller names it; may be empty
   * @param claimed agents that the request names besides, which nothing proves: whoever stands here
   *     must be permitted as well, and nothing is permitted for it
   */
  public record Delegation(List<String> chain, String session, List<String> claimed) {
    /** Nobody between. */
    public static final Delegation NONE = new Delegation(List.of(), "");

    /** A chain that is proved. */
    public Delegation(List<String> chain, String session) {
      this(chain, session, List.of());
    }

    public Delegation {
      chain = List.copyOf(chain);
      claimed = List.copyOf(claimed);
    }

    /** Everybody between, proved or not. */
    public List<String> all() {
      if (claimed.isEmpty()) {
        return chain;
      }
      var all = new ArrayList<>(chain);
      all.addAll(claimed);
      return List.copyOf(all);
    }
  }

  /** What a budget is renewed by: calendar periods in UTC, or never. */
  public enum Period {
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    LIFE
  }
}
