package io.sluice.pipeline;

import io.sluice.identity.KeyRecord;
import io.sluice.identity.KeyWatch;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Lifeline;
import io.sluice.model.Principal;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The exchanges under way by what they use: key, application, provider and model. A revoked key
 * ends what runs under it, and a suspension can.
 */
public final class Underway implements KeyWatch {
  private record Name(Kind kind, String name) {}

  /** What an exchange can use. */
  public enum Kind {
    KEY,
    APP,
    PROVIDER,
    MODEL
  }

  private final ConcurrentHashMap<Name, Set<Lifeline>> users = new ConcurrentHashMap<>();

  @Override
  public void added(KeyRecord key) {}

  @Override
  public void revoked(String id) {
    end(new Name(Kind.KEY, id), Lifeline.Reason.REVOKED);
  }

  /** Ends what uses that now; how many exchanges. */
  public int cut(Kind kind, String name) {
    return end(new Name(kind, name), Lifeline.Reason.SUSPENDED);
  }

  private int end(Name name, Lifeline.Reason why) {
    int ended = 0;
    for (Lifeline line : users.getOrDefault(name, Set.of())) {
      ended += line.trip(why) ? 1 : 0;
    }
    return ended;
  }

  /** One exchange under way; closed when it is over. */
  final class Presence implements AutoCloseable {
    private final Lifeline lifeline;
    private final Set<Name> names = new HashSet<>();

    private Presence(Lifeline lifeline) {
      this.lifeline = lifeline;
    }

    /** It is about to be sent there. */
    void using(ModelRef model) {
      use(new Name(Kind.PROVIDER, model.provider()));
      use(new Name(Kind.MODEL, model.text()));
    }

    private void use(Name name) {
      if (names.add(name)) {
        users.compute(
            name,
            (_, lines) -> {
              Set<Lifeline> all = lines == null ? ConcurrentHashMap.newKeySet() : lines;
              all.add(lifeline);
              return all;
            });
      }
    }

    @Override
    public void close() {
      names.forEach(name -> leave(name, lifeline));
    }
  }

  /** Counts an exchange in. */
  Presence enter(Principal principal, Lifeline lifeline) {
    var presence = new Presence(lifeline);
    presence.use(new Name(Kind.KEY, principal.id()));
    String app = principal.affiliation().app();
    if (!app.isEmpty()) {
      presence.use(new Name(Kind.APP, app));
      presence.use(new Name(Kind.APP, principal.tenant() + "/" + app));
    }
    return presence;
  }

  /** Things in use. */
  int principals() {
    return users.size();
  }

  private void leave(Name name, Lifeline lifeline) {
    users.computeIfPresent(
        name,
        (_, lines) -> {
          lines.remove(lifeline);
          return lines.isEmpty() ? null : lines;
        });
  }
}
