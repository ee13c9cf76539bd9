package io.sluice.sim;

import io.sluice.identity.IssuedKey;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.ledger.SimulatedLedger;
import io.sluice.model.Bytes;
import io.sluice.model.Candidate;
import io.sluice.model.Price;
import io.sluice.pipeline.Outbound;
import io.sluice.pipeline.Snapshot;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows what must never happen, and is shown everything that does. What is wrong is kept until the
 * world asks, since a port has no right to throw.
 */
final class Oracle {
  /** One request that is about to leave. */
  record Leaving(String provider, URI target, Outbound outbound, Bytes body) {}

  private final Map<String, Case> cases = new LinkedHashMap<>();
  private final Map<String, List<Snapshot>> inForce = new HashMap<>();
  private final Map<String, String> secrets = new HashMap<>();
  private final Set<String> revoked = new HashSet<>();
  private final List<Bytes> durable = new ArrayList<>();
  private final RecordCheck record = new RecordCheck(this);
  private final WayCheck way = new WayCheck(this);
  private final Steps steps;
  private @Nullable String wrong;

  Oracle(Steps steps) {
    this.steps = steps;
  }

  /** Something that must not be. The first is kept. */
  void wrong(String what) {
    if (wrong == null) {
      wrong = what;
    }
  }

  void check(boolean holds, String otherwise) {
    if (!holds) {
      wrong(otherwise);
    }
  }

  /** Throws what was found, if anything was. */
  void ask() {
    String found = wrong;
    if (found != null) {
      throw new Violation(found);
    }
  }

  void begins(Case one) {
    cases.put(one.caller.id().value(), one);
  }

  void inForce(Snapshot snapshot) {
    List<Snapshot> known =
        inForce.computeIfAbsent(snapshot.ids().snapshot(), _ -> new ArrayList<>(2));
    if (!known.contains(snapshot)) {
      known.add(snapshot);
    }
  }

  List<Snapshot> snapshots(String id) {
    return inForce.getOrDefault(id, List.of());
  }

  void issued(IssuedKey key) {
    secrets.put(key.reveal(), key.key().id());
  }

  /** Whoever revoked a key was told that it is done. */
  void revoked(String key) {
    revoked.add(key);
  }

  boolean isRevoked(String key) {
    return revoked.contains(key);
  }

  /** A process begins: it knows what the store knows, and a failed revocation is to be repeated. */
  void started() {
    revoked.clear();
  }

  Iterable<String> secrets() {
    return secrets.keySet();
  }

  @Nullable Case of(String exchange) {
    return cases.get(exchange);
  }

  Iterable<Case> cases() {
    return cases.values();
  }

  /** A request is at the door: everything that lets it go must be on the disk by now. */
  Spending leaves(SimulatedRelay relay, Leaving leaving, Play play) {
    Case one = cases.get(relay.caller().id().value());
    if (one == null) {
      throw new Violation("an exchange that nobody began has sent something");
    }
    String model = way.leaves(one, relay, leaving);
    var spent = new Spending(price(one, model), play);
    one.sent.add(spent);
    return spent;
  }

  private Price price(Case one, String model) {
    Json decision = one.decision;
    String id = decision == null ? "" : decision.at("rules").text("snapshot", "");
    for (Snapshot snapshot : snapshots(id)) {
      for (Candidate candidate : snapshot.registry().models()) {
        Price price = candidate.price();
        if (candidate.ref().text().equals(model) && price != null) {
          return price;
        }
      }
    }
    return Price.FREE;
  }

  /** The disk did something: what became durable is part of the record now. */
  void written(SimulatedLedger disk) {
    try {
      disk.ledger()
          .forEach(
              durable.size(),
              (index, entry) -> {
                var bytes = Bytes.owning(entry.clone());
                durable.add(bytes);
                steps.with(entry);
                record.entry(index, bytes, json(bytes));
                return true;
              });
    } catch (io.sluice.ledger.LedgerException e) {
      wrong("the record cannot be read: " + e.getMessage());
    }
  }

  /** The log as it is found after a crash: what was durable must be there, as it was. */
  void found(SimulatedLedger disk) {
    check(
        disk.ledger().durableSize() >= durable.size(),
        "durable entries are lost: %d of %d are left"
            .formatted(disk.ledger().durableSize(), durable.size()));
    disk.ledger()
        .forEach(
            0,
            (index, entry) -> {
              boolean same =
                  index >= durable.size() || Bytes.owning(entry).equals(durable.get((int) index));
              check(same, "entry " + index + " is not what it was");
              return index + 1 < durable.size();
            });
    written(disk);
    sound(disk);
  }

  /** The log verifies from its first checkpoint. */
  void sound(SimulatedLedger disk) {
    disk.verify().ifPresent(damage -> wrong("the log does not verify: " + damage.what()));
  }

  RecordCheck record() {
    return record;
  }

  /** Entries that are on the disk. */
  List<Bytes> durable() {
    return durable;
  }

  static Json json(Bytes bytes) {
    try {
      return Json.parse(bytes, JsonLimits.DEFAULT);
    } catch (JsonException e) {
      return Json.nothing();
    }
  }
}
