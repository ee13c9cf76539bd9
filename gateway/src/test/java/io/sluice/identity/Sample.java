package io.sluice.identity;

import io.sluice.model.Integrity;
import io.sluice.model.Level;
import io.sluice.model.Money;
import io.sluice.model.Principal.Affiliation;
import io.sluice.model.Principal.Allowance;
import io.sluice.model.Principal.Grants;
import io.sluice.model.Principal.Period;
import io.sluice.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Things that many tests begin with. */
public final class Sample {
  /** A moment in whole milliseconds. */
  public static final Instant START = Instant.parse("2026-11-20T10:00:00.123Z");

  private Sample() {}

  /** Tokens under a fixed pepper from a fixed seed. */
  public static Tokens tokens(long seed) {
    return new Tokens(Secret.of("pepper"), new Random(seed));
  }

  /** A request where everything is set. */
  public static KeyRequest request(String name) {
    return new KeyRequest(
        name,
        "acme",
        new Affiliation("payments", "bot", List.of("analyst", "writer")),
        new Grants(Level.INTERNAL, Level.CONFIDENTIAL, Integrity.USER, List.of("auto", "gpt-x")),
        new Allowance(new Money(5_000_000), Period.DAY, 60),
        Duration.ofDays(1));
  }

  /** A key record where everything optional is absent. */
  public static KeyRecord plainKey(String name, Tokens tokens, Instant at, Duration life) {
    var token = tokens.fresh(Token.Kind.CALLER);
    var principal =
        new io.sluice.model.Principal(
            "default",
            token.id(),
            new Affiliation("", "", List.of()),
            new Grants(Level.PUBLIC, null, Integrity.INTERNAL, List.of()),
            Allowance.NONE,
            io.sluice.model.Principal.Delegation.NONE);
    return new KeyRecord(
        name, principal, token.proof(), new KeyRecord.Life(at, "ops", at.plus(life), null));
  }

  /** What {@link CallerKeys} would put into the store for {@link #request}. */
  public static KeyRecord fullKey(String name, Tokens tokens, Instant at) {
    var seen = new MemoryKeyStore();
    var keys = new CallerKeys(seen, MemoryKeyStore.NOBODY, tokens, KeySettings.DEFAULT);
    return keys.create(request(name), "ops", at).key();
  }

  /** An operator record. */
  public static OperatorRecord operator(String name, Role role, Tokens tokens, Instant at) {
    var token = tokens.fresh(Token.Kind.OPERATOR);
    return new OperatorRecord(token.id(), name, role, token.proof(), at, "bootstrap", null);
  }
}
