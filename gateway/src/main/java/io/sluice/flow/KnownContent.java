package io.sluice.flow;

import io.sluice.flow.Declassifier.Declassified;
import io.sluice.model.Label;
import io.sluice.model.Origin;
import io.sluice.model.Stretch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All content that is known: what traffic taught, and what operators registered. What they
 * registered as public takes from the former, never from the latter. Thread-safe.
 */
public final class KnownContent implements Lineage {
  private final LineageIndex traffic;
  private final Registered registered;
  private final @Nullable Releases releases;

  /** Both together. */
  public KnownContent(LineageIndex traffic, Registered registered) {
    this(traffic, registered, null);
  }

  /** Both together, with what operators release of the former. */
  public KnownContent(LineageIndex traffic, Registered registered, @Nullable Releases releases) {
    this.traffic = traffic.except(registered::clears);
    this.registered = registered;
    this.releases = releases;
    if (releases != null) {
      traffic.releasing(releases);
    }
  }

  @Override
  public Declassified released(String tenant, String origin, Label label) {
    return releases == null ? new Declassified(label, "") : releases.over(tenant, origin, label);
  }

  @Override
  public Label session(Party party, String name, Label label, String exchange) {
    return traffic.session(party, name, label, exchange);
  }

  @Override
  public Recognised look(Party party, String text, Voice voice) {
    Recognised seen = traffic.look(party, text, voice);
    List<Stretch> own = registered(party, text);
    if (own.isEmpty()) {
      return seen;
    }
    var marks = new Marks();
    seen.stretches().forEach(marks::add);
    own.forEach(marks::add);
    return new Recognised(seen.whole(), marks.apart(), seen.read());
  }

  @Override
  public List<Stretch> registered(Party party, String text) {
    return registered.look(party.tenant(), text);
  }

  @Override
  public boolean limited() {
    return traffic.limited() || registered.limited();
  }

  @Override
  public boolean guarded(String tenant) {
    return registered.guarded(tenant);
  }

  @Override
  public List<String> canaries(String tenant, String text) {
    return registered.canaries(tenant, text);
  }

  @Override
  public void learn(Party party, String text, Label label, Origin origin) {
    traffic.learn(party, text, label, origin);
  }

  @Override
  public void meets(Party party, String text) {
    traffic.meets(party, text);
  }

  @Override
  public Learning learning(Party party, Label label, Origin origin) {
    return traffic.learning(party, label, origin);
  }

  @Override
  public boolean pinned(String tenant, String place, String text) {
    return traffic.pinned(tenant, place, text);
  }
}
