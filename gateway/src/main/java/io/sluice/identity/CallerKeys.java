package io.sluice.identity;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Delegation;
import io.sluice.model.Stop;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Makes, lists and revokes caller keys. */
public final class CallerKeys {
  private static final int MAX_ROLES = 32;
  private static final int MAX_MODELS = 200;

  private final KeyStore store;
  private final KeyWatch watch;
  private final Tokens tokens;
  private final KeySettings settings;

  /**
   * @param watch is told of every change; the {@link Authenticator} must be behind it
   */
  public CallerKeys(KeyStore store, KeyWatch watch, Tokens tokens, KeySettings settings) {
    this.store = store;
    this.watch = watch;
    this.tokens = tokens;
    this.settings = settings;
  }

  /**
   * Makes a key. It is good as soon as this returns.
   *
   * @param by the operator's name
   * @throws Stop {@code invalid_request} naming the field that is out of bounds; {@code conflict}
   *     if there are as many live keys as there may be
   */
  public IssuedKey create(KeyRequest request, String by, Instant now) {
    check(request);
    var moment = now.truncatedTo(ChronoUnit.MILLIS);
    var life = new KeyRecord.Life(moment, by, moment.plus(ttl(request)), null);
    if (store.countLive(moment) >= settings.maxKeys()) {
      throw Fault.of(Code.CONFLICT, "there are " + settings.maxKeys() + " live keys already")
          .stop();
    }
    var token = tokens.fresh(Token.Kind.CALLER);
    var principal =
        new Principal(
            request.tenant(),
            token.id(),
            request.affiliation(),
            request.grants(),
            request.allowance(),
            Delegation.NONE);
    var key = new KeyRecord(request.name(), principal, token.proof(), life);
    keep(key);
    return new IssuedKey(key, token.text(), tokens.pair(token.id()));
  }

  /** Memory first: whoever finds the key in the store, to revoke it, comes after that. */
  private void keep(KeyRecord key) {
    watch.added(key);
    try {
      store.add(key);
    } catch (Stop e) {
      watch.revoked(key.id());
      throw e;
    }
  }

  /** The last {@code limit} keys that were made, newest first, in every state. */
  public List<KeyRecord> list(int limit) {
    return store.newest(limit);
  }

  /**
   * Ends a key at once: first in memory, so that it is dead even if the store fails (then this
   * fails too, and has to be repeated before the next start), then for good.
   *
   * @throws Stop {@code not_found} if there is no such key
   */
  public void revoke(String id, Instant now) {
    watch.revoked(id);
    if (!store.revoke(id, now.truncatedTo(ChronoUnit.MILLIS))) {
      throw Fault.of(Code.NOT_FOUND, "there is no key of that id").stop();
    }
  }

  private static void check(KeyRequest request) {
    Wording.name("name", request.name());
    Wording.tenant(request.tenant());
    Wording.optional("team", request.affiliation().team());
    Wording.optional("app", request.affiliation().app());
    Wording.names("roles", request.affiliation().roles(), MAX_ROLES);
    Wording.names("models", request.grants().models(), MAX_MODELS);
    if (request.allowance().requestsPerMinute() < 0) {
      throw Wording.invalid("rpm: must not be negative");
    }
  }

  private Duration ttl(KeyRequest request) {
    var asked = request.ttl();
    if (asked == null) {
      return settings.defaultTtl();
    }
    if (asked.compareTo(settings.maxTtl()) > 0) {
      throw Wording.invalid("ttl: at most " + settings.maxTtl().toDays() + " days");
    }
    var whole = asked.truncatedTo(ChronoUnit.MILLIS);
    if (!whole.isPositive()) {
      throw Wording.invalid("ttl: must be positive; every key expires");
    }
    return whole;
  }
}
