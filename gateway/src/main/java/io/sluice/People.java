package io.sluice;

import io.sluice.identity.AdminToken;
import io.sluice.identity.Authenticator;
import io.sluice.identity.CallerKeys;
import io.sluice.identity.KeyRecord;
import io.sluice.identity.KeyRequest;
import io.sluice.identity.KeySettings;
import io.sluice.identity.OperatorAuth;
import io.sluice.identity.Operators;
import io.sluice.identity.SessionWatch;
import io.sluice.identity.SignInLink;
import io.sluice.identity.Tokens;
import io.sluice.model.Clock;
import io.sluice.model.Integrity;
import io.sluice.model.Level;
import io.sluice.model.Money;
import io.sluice.model.Principal;
import io.sluice.model.PrivateFile;
import io.sluice.pipeline.Underway;
import io.sluice.vault.KeyRing;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who may ask, and who may operate. */
record People(
    Authenticator callers,
    Underway underway,
    CallerKeys keys,
    OperatorAuth operatorAuth,
    Operators operators,
    AdminToken token,
    SignInLink link) {
  private static final Money FIRST_BUDGET = new Money(5_000_000);

  static People of(Storage storage, SecureRandom random, Clock clock, SessionWatch watch) {
    var tokens = new Tokens(storage.keys().derive(KeyRing.TOKENS), random);
    var state = storage.state();
    var callers = new Authenticator(state.keys().live(clock.now()), tokens, clock);
    var underway = new Underway();
    var keys = new CallerKeys(state.keys(), callers.then(underway), tokens, KeySettings.DEFAULT);
    var auth = new OperatorAuth(state.operators().all(), tokens, clock, watch);
    var operators = new Operators(state.operators(), auth, tokens);
    var token = new AdminToken(file(storage, "admin-token"), operators, auth);
    var link = new SignInLink(file(storage, "operator-link"), auth, tokens, clock);
    return new People(callers, underway, keys, auth, operators, token, link);
  }

  private static PrivateFile file(Storage storage, String name) {
    return new PrivateFile(storage.directory().file(name));
  }

  /** A first caller key, in DATA/first-key, where there is none at all: then it is new. */
  Optional<KeyRecord> firstKey(Storage storage, Clock clock, Level level) throws IOException {
    if (!keys.list(1).isEmpty()) {
      return Optional.empty();
    }
    var request =
        new KeyRequest(
            "first",
            "default",
            new Principal.Affiliation("", "", List.of()),
            new Principal.Grants(level, null, Integrity.USER, List.of()),
            new Principal.Allowance(FIRST_BUDGET, Principal.Period.LIFE, 0),
            Duration.ofDays(1));
    var issued = keys.create(request, "gateway", clock.now());
    file(storage, "first-key").write(issued.secret());
    return Optional.of(issued.key());
  }
}
