package io.sluice.pipeline;

import io.sluice.model.Bytes;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Principal;
import io.sluice.pipeline.HeldStore.Name;
import io.sluice.vault.ResponseSeal;
import io.sluice.vault.SealBroken;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The answers that callers can go on from: sealed in a store, and in memory until they are there,
 * so that a caller that goes on at once finds its answer. Each is its principal's alone.
 */
public final class HeldResponses {
  private final HeldStore store;
  private final ResponseSeal seal;
  private final HeldSettings settings;
  private final Clock clock;
  private final ConcurrentHashMap<Name, Fresh> fresh = new ConcurrentHashMap<>();

  /**
   * What is truer than the store.
   *
   * @param held null: erased, whatever the store still says
   * @param settling true if whoever remembered it has not settled or dropped it yet, and ends this
   */
  private record Fresh(@Nullable Held held, boolean settling) {
    /** Erased before it was in the store: it must not get there. */
    static final Fresh OVERTAKEN = new Fresh(null, true);

    /** Erased, and about to be taken out of the store. */
    static final Fresh LEAVING = new Fresh(null, false);
  }

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
    Fresh now = fresh.get(name);
    if (now != null) {
      return Optional.ofNullable(now.held());
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
      fresh.put(name(principal, held.kept().id()), new Fresh(held, true));
    }
    return fits;
  }

  /** Puts an answer that is remembered into the store; called once it was carried. */
  void settle(Principal principal, String id, ExchangeId exchange) {
    Name name = name(principal, id);
    Fresh now = fresh.get(name);
    Held held = now == null ? null : now.held();
    if (now == null || held == null) {
      fresh.remove(name);
      return;
    }
    try {
      var moment = clock.now();
      Bytes sealed = seal.seal(name.tenant(), id, held.text());
      var limits = new HeldStore.Limits(moment, settings.mostBytesTogether());
      var until = moment.plus(settings.keep());
      store.put(name, new HeldStore.Sealed(exchange, sealed, until), limits);
    } finally {
      if (!fresh.remove(name, now)) { // erased meanwhile
        store.erase(name);
        fresh.remove(name);
      }
    }
  }

  /** Forgets an answer that was remembered and never arrived; called once that is known. */
  void drop(Principal principal, String id) {
    fresh.remove(name(principal, id));
  }

  /** From now on nobody finds the answer of that id, which is erased next. Never waits. */
  void hide(Principal principal, String id) {
    fresh.compute(
        name(principal, id),
        (_, now) -> now != null && now.settling() ? Fresh.OVERTAKEN : Fresh.LEAVING);
  }

  /** Forgets the answer of that id. */
  public void erase(Principal principal, String id) {
    Name name = name(principal, id);
    hide(principal, id);
    store.erase(name);
    fresh.remove(name, Fresh.LEAVING);
  }
}
