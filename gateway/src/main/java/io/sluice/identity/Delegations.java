package io.sluice.identity;

import io.sluice.model.Clock;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Grants;
import io.sluice.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets an application, or an agent that acts for one, give an agent a credential of its own: for a
 * shorter time, for the same models or fewer, with the agent's name on the chain. Nobody can take a
 * name off it.
 */
public final class Delegations {
  private static final int MOST_AGENTS = 8;
  private static final int MOST_MODELS = 200;
  private static final Duration USUAL = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofHours(24);

  private final Authenticator authenticator;
  private final Tokens tokens;
  private final Clock clock;

  /** Made out to those whom {@code authenticator} knows. */
  Delegations(Authenticator authenticator, Tokens tokens, Clock clock) {
    this.authenticator = authenticator;
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * What is to be delegated.
   *
   * @param agent its name, as rules know it
   * @param models empty: all that whoever asks may ask for
   * @param ttl at most 24 hours; null: an hour
   */
  public record Wish(String agent, List<String> models, @Nullable Duration ttl) {
    public Wish {
      models = List.copyOf(models);
    }
  }

  /** A credential that was just made, and the principal that acts with it. */
  public record Issued(Secret secret, Principal principal, Instant expires) {
    /** The credential as text, which is shown this once. */
    public String reveal() {
      return secret.open();
    }
  }

  /**
   * Makes a credential for an agent that acts for whoever presents this one.
   *
   * @throws io.sluice.model.Stop {@code unauthenticated}; {@code invalid_request} naming what is
   *     out of bounds
   */
  public Issued issue(Presented presented, Wish wish) {
    Principal asker = authenticator.identify(presented);
    Wording.name("agent", wish.agent());
    List<String> chain = longer(asker.delegation().chain(), wish.agent());
    Instant until = clock.now().truncatedTo(ChronoUnit.MILLIS).plus(ttl(wish));
    Instant most = authenticator.until(presented, asker);
    Instant expires = until.isBefore(most) ? until : most;
    List<String> models = narrower(asker.grants().models(), wish.models());
    var delegated = new Delegated(asker.id(), chain, models, expires);
    return new Issued(
        Secret.of(delegated.text(tokens)), acting(asker, delegated), delegated.expires());
  }

  /** Whoever holds the key, as it acts through the agents of {@code delegated}. */
  static Principal acting(Principal holder, Delegated delegated) {
    Grants grants = holder.grants();
    List<String> models = delegated.models().isEmpty() ? grants.models() : delegated.models();
    var fewer = new Grants(grants.level(), grants.clearance(), grants.integrity(), models);
    return new Principal(
            holder.tenant(),
            holder.id(),
            holder.affiliation(),
            fewer,
            holder.allowance(),
            holder.delegation())
        .through(delegated.chain());
  }

  /** What a credential of this gateway's says, while it holds. */
  static Optional<Delegated> read(byte[] credential, Tokens tokens, Instant now) {
    return Delegated.read(credential, tokens).filter(one -> now.isBefore(one.expires()));
  }

  private static List<String> longer(List<String> chain, String agent) {
    if (chain.size() >= MOST_AGENTS) {
      throw Wording.invalid("agent: a chain has at most " + MOST_AGENTS + " agents");
    }
    var longer = new ArrayList<>(chain);
    longer.add(agent);
    return longer;
  }

  private static List<String> narrower(List<String> own, List<String> asked) {
    Wording.names("models", asked, MOST_MODELS);
    for (String model : asked) {
      if (!own.isEmpty() && !own.contains(model)) {
        throw Wording.invalid("models: more than whoever delegates may ask for");
      }
    }
    return asked.isEmpty() ? own : asked;
  }

  private static Duration ttl(Wish wish) {
    Duration ttl = wish.ttl() == null ? USUAL : wish.ttl();
    if (!ttl.isPositive() || ttl.compareTo(LONGEST) > 0) {
      throw Wording.invalid("ttl: more than nothing, and at most " + LONGEST.toHours() + " hours");
    }
    return ttl;
  }
}
