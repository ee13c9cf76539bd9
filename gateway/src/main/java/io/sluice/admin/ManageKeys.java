package io.sluice.admin;

import io.sluice.identity.CallerKeys;
import io.sluice.identity.IssuedKey;
import io.sluice.identity.KeyRecord;
import io.sluice.identity.KeyRequest;
import io.sluice.identity.Operator;
import io.sluice.identity.Role;
import io.sluice.model.Clock;
import io.sluice.model.Level;
import io.sluice.model.Money;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Caller keys, as operators see them; every change is recorded. */
public final class ManageKeys {
  private static final int SHOWN = 10_000;

  private final CallerKeys keys;
  private final Journal journal;
  private final Clock clock;
  private final Supplier<Level> unlabelled;

  /** Over these keys; one that is given no level gets the one that is {@code unlabelled} then. */
  public ManageKeys(CallerKeys keys, Journal journal, Clock clock, Supplier<Level> unlabelled) {
    this.keys = keys;
    this.unlabelled = unlabelled;
    this.journal = journal;
    this.clock = clock;
  }

  /** The level of content that nobody labelled. */
  public Level unlabelled() {
    return unlabelled.get();
  }

  /** Makes a key; its text is in the answer and nowhere else. Needs the role operator. */
  public IssuedKey create(KeyRequest request, Operator by) {
    by.require(Role.OPERATOR);
    IssuedKey issued = keys.create(request, by.name(), clock.now());
    journal.event("key.created", by.name(), details(issued.key()));
    return issued;
  }

  /** What the record says of a new key: what it may, and how long. */
  public static Map<String, String> details(KeyRecord key) {
    var principal = key.principal();
    var details = new TreeMap<String, String>();
    details.put("key", key.id());
    details.put("tenant", principal.tenant());
    details.put("level", principal.grants().level().word());
    details.put("expires", key.life().expiresAt().toString());
    var allowance = principal.allowance();
    Money budget = allowance.budget();
    if (budget != null) {
      String period = allowance.period().name().toLowerCase(Locale.ROOT);
      details.put("budget", budget.micros() + " micro-dollars/" + period);
    }
    if (allowance.requestsPerMinute() > 0) {
      details.put("requests", allowance.requestsPerMinute() + "/minute");
    }
    return details;
  }

  /** All keys, newest first. Needs the role viewer. */
  public List<KeyRecord> list(Operator by) {
    by.require(Role.VIEWER);
    return keys.list(SHOWN);
  }

  /** Ends a key at once. Needs the role operator. */
  public void revoke(String id, Operator by) {
    by.require(Role.OPERATOR);
    keys.revoke(id, clock.now());
    journal.event("key.revoked", by.name(), Map.of("key", id));
  }
}
