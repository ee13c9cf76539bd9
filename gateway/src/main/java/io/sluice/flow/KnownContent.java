package io.sluice.flow;

import io.sluice.model.Label;
import io.sluice.model.Origin;
import io.sluice.model.Stretch;
import java.util.List;

/**
 * All content that is known: what traffic taught, and what operators registered. What they
 * registered as public takes from the former, never from the latter. Thread-safe.
 */
public final class KnownContent implements Lineage {
  private final LineageIndex traffic;
  private final Registered registered;

  /** Both together. */
  public KnownContent(LineageIndex traffic, Registered registered) {
    this.traffic = traffic.except(registered::clears);
    this.registered = registered;
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
