package io.sluice.identity;

import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says who asks. Pure memory: filled once at start and kept by what {@link KeyWatch} tells, so that
 * a failing store turns no valid key away and a revoked key is refused by the very next call.
 */
public final class Authenticator implements KeyWatch {
  /** One answer for every bad credential: it must not tell an unknown key from an expired one. */
  private static final Fault REFUSED =
      Fault.of(Code.UNAUTHENTICATED, "the credential is not a valid Sluice key");

  private static final int SWEEP_FROM = 1_024;
  private static final Duration KEPT_AFTER_EXPIRY = Duration.ofDays(1);

  private final ConcurrentHashMap<String, KeyRecord> keys = new ConcurrentHashMap<>();
  private final Tokens tokens;
  private final Clock clock;
  private volatile int sweepAt = SWEEP_FROM;

  /** Knows {@code live} and what it is told of later. */
  public Authenticator(List<KeyRecord> live, Tokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
    live.forEach(key -> keys.put(key.id(), key));
  }

  /**
   * The principal whose key the request carried.
   *
   * @throws io.sluice.model.Stop {@code unauthenticated} if it carried none, two that differ, or
   *     one that is malformed, unknown, expired or revoked
   */
  public Principal identify(Presented presented) {
    var signed = presented.onlySigned();
    if (signed.isPresent()) {
      return signer(signed.get());
    }
    byte[] credential = presented.only();
    if (Delegated.is(credential)) {
      return agent(credential);
    }
    var token = Token.read(Token.Kind.CALLER, credential);
    if (token == null) {
      throw REFUSED.stop();
    }
    var key = keys.get(token.id());
    if (key == null) {
      tokens.matchNobody(token);
      throw REFUSED.stop();
    }
    boolean known = tokens.matches(token, key.proof());
    if (!known || key.state(clock.now()) != KeyRecord.State.LIVE) {
      throw REFUSED.stop();
    }
    return key.principal();
  }

  /** Whose agent it is, and through whom it acts. */
  private Principal agent(byte[] credential) {
    var delegated = Delegations.read(credential, tokens, clock.now()).orElseThrow(REFUSED::stop);
    var key = keys.get(delegated.key());
    if (key == null || key.state(clock.now()) != KeyRecord.State.LIVE) {
      throw REFUSED.stop();
    }
    return Delegations.acting(key.principal(), delegated);
  }

  /** Until when a good credential of {@code principal} holds. */
  Instant until(Presented presented, Principal principal) {
    var key = keys.get(principal.id());
    if (key == null) {
      throw REFUSED.stop();
    }
    boolean itself = principal.delegation().chain().isEmpty();
    return itself
        ? key.life().expiresAt()
        : Delegations.read(presented.only(), tokens, clock.now())
            .orElseThrow(REFUSED::stop)
            .expires();
  }

  /** Gives agents credentials of their own. */
  public Delegations delegations() {
    return new Delegations(this, tokens, clock);
  }

  /**
   * Who signed. Where the caller did not say the body's hash, the body is waited for, but only once
   * the key is known to be good.
   */
  private Principal signer(SignedCall call) {
    var now = clock.now();
    var shown = call.shown(now).orElseThrow(REFUSED::stop);
    String id = SigningPair.id(shown.accessKeyId());
    var key = keys.get(id);
    boolean live = key != null && key.state(now) == KeyRecord.State.LIVE;
    if (!live && !call.hashSaid()) {
      throw REFUSED.stop();
    }
    boolean right = call.signedWith(tokens.pair(id).secret(), shown);
    if (key == null || !live || !right) {
      throw REFUSED.stop();
    }
    return key.principal();
  }

  /**
   * Asks once more, after the exchange can be found and ended by who revokes its key.
   *
   * @throws io.sluice.model.Stop {@code unauthenticated} if the key was revoked since
   */
  public void confirm(Principal principal) {
    if (!keys.containsKey(principal.id())) {
      throw REFUSED.stop();
    }
  }

  /** The name of the key of that id; the id itself where there is none. */
  public String name(String id) {
    var key = keys.get(id);
    return key == null ? id : key.name();
  }

  /** The ids of all keys in memory. */
  public Set<String> ids() {
    return Set.copyOf(keys.keySet());
  }

  /** How many keys are in memory, expired ones not yet swept included. */
  public int size() {
    return keys.size();
  }

  @Override
  public void added(KeyRecord key) {
    if (keys.size() >= sweepAt) {
      var past = clock.now().minus(KEPT_AFTER_EXPIRY);
      keys.values().removeIf(old -> old.state(past) == KeyRecord.State.EXPIRED);
      sweepAt = Math.max(SWEEP_FROM, 2 * keys.size());
    }
    keys.put(key.id(), key);
  }

  @Override
  public void revoked(String id) {
    keys.remove(id);
  }
}
