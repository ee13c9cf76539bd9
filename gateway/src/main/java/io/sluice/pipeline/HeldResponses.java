package io.sluice.pipeline;

import io.sluice.model.Bytes;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Principal;
import io.sluice.pipeline.HeldStore.Name;
import io.sluice.vault.ResponseSeal;
import io.sluice.vault.SealBroken;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The answers that callers can go on from: sealed in a store, and in memory until they are there,
 * so that a caller that goes on at once finds its answer. Each is its principal's alone.
 */
public final class HeldResponses {
  private final HeldStore store;
  private final ResponseSeal seal;
  private final HeldSettings settings;
  private final Clock clock;
  private final ConcurrentHashMap<Name, Held> fresh = new ConcurrentHashMap<>();

  /** What is kept in {@code store}, sealed by {@code seal}. */
  public HeldResponses(HeldStore store, ResponseSeal seal, HeldSettings settings, Clock clock) {
    this.store = store;
    this.seal = seal;
    this.settings = settings;
    this.clock = clock;
  }

  private static Name name(Principal principal, String id) {
    return new Name(principal.tenant(), principal.id(), id);
  }

  /** The answer of that id, if it is this principal's and still kept. */
  public Optional<Held> find(Principal principal, String id) {
    Name name = name(principal, id);
    Held now = fresh.get(name);
    if (now != null) {
      return Optional.of(now);
    }
    return store.get(name, clock.now()).flatMap(found -> opened(name, found));
  }

  /** An answer whose seal is broken cannot be gone on from: it is as if it were not there. */
  private Optional<Held> opened(Name name, Bytes sealed) {
    try {
      return Optional.of(Held.of(seal.open(name.tenant(), name.id(), sealed)));
    } catch (SealBroken broken) {
      return Optional.empty();
    }
  }

  /**
   * The answer of that id, to be shown or erased.
   *
   * @throws io.sluice.model.Stop NOT_FOUND if this principal has none such
   */
  public Held shown(Principal principal, String id) {
    return find(principal, id)
        .orElseThrow(() -> Fault.of(Code.NOT_FOUND, "there is no such response").stop());
  }

  /** Remembers an answer, at once; called where its last bytes are about to be sent. */
  boolean remember(Principal principal, Held held) {
    boolean fits =
        held.kept().said().length() + held.kept().response().length() <= settings.mostBytes();
    if (fits && !held.kept().id().isEmpty()) {
      fresh.put(name(principal, held.kept().id()), held);
    }
    return fits;
  }

  /** Puts an answer that is remembered into the store; called once it was carried. */
  void settle(Principal principal, String id) {
    Name name = name(principal, id);
    Held held = fresh.get(name);
    if (held == null) {
      return;
    }
    try {
      var now = clock.now();
      Bytes sealed = seal.seal(name.tenant(), id, held.text());
      var limits = new HeldStore.Limits(now, settings.mostBytesTogether());
      store.put(name, sealed, now.plus(settings.keep()), limits);
    } finally {
      fresh.remove(name, held);
    }
  }

  /** Forgets the answer of that id. */
  public void erase(Principal principal, String id) {
    Name name = name(principal, id);
    fresh.remove(name);
    store.erase(name);
  }
}
