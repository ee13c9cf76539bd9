package io.sluice.cli;

import io.sluice.egress.LocalAdmin;
import io.sluice.json.Json;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What the record says of one exchange of the demonstration. */
final class DemoRecord {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_NANOS = 20_000_000;

  private final List<Json> entries;

  private DemoRecord(List<Json> entries) {
    this.entries = List.copyOf(entries);
  }

  /** Asks until the closing entry is there, which is written after the answer's last byte. */
  static DemoRecord of(LocalAdmin admin, String exchange) throws IOException {
    if (exchange.isEmpty()) {
      return new DemoRecord(List.of());
    }
    String path = "/api/v1/exchanges/" + Group.segment(exchange);
    long end = System.nanoTime() + PATIENCE.toNanos();
    var known = new DemoRecord(List.of());
    while (!known.closed() && System.nanoTime() < end) {
      var reply = admin.call("GET", path, Bytes.EMPTY);
      known = new DemoRecord(reply.ok() ? reply.body().at("entries").items() : List.of());
      if (!known.closed()) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return known;
  }

  /** True if the exchange has its closing entry. */
  boolean closed() {
    return !entry("outcome").missing() || !entry("refusal").missing();
  }

  /** The entry of that kind; missing if there is none. */
  Json entry(String kind) {
    return entries.stream()
        .filter(entry -> entry.text("entry", "").equals(kind))
        .findFirst()
        .orElse(Json.nothing());
  }

  /** The rules that decided on {@code model}; on any model where it is empty. */
  List<String> rules(String model) {
    var rules = new ArrayList<String>();
    for (Json verdict : entry("decision").at("verdicts").items()) {
      if (model.isEmpty() || verdict.text("model", "").equals(model)) {
        verdict.at("rules").items().forEach(rule -> rule.string().ifPresent(rules::add));
      }
    }
    return rules.stream().distinct().toList();
  }

  /** Why {@code model} was not used; empty if nothing is said. */
  String passedOver(String model) {
    Json decision = entry("decision");
    for (Json one : decision.at("verdicts").items()) {
      if (one.text("model", "").equals(model) && !one.at("allowed").bool(true)) {
        return one.text("reason", "not permitted");
      }
    }
    for (Json one : decision.at("rejections").items()) {
      if (one.text("model", "").equals(model)) {
        return one.text("reason", "passed over");
      }
    }
    return "";
  }

  /** The models tried, in order. */
  List<String> tried() {
    return entry("outcome").at("tries").items().stream().map(one -> one.text("model", "")).toList();
  }

  /** What it cost, or was charged where that is not known, in dollars. */
  String cost() {
    Json outcome = entry("outcome");
    long charged = outcome.at("budget").integer("charged", 0);
    long micros = outcome.at("usage").integer("cost", charged);
    return micros == 0 ? "-" : "$" + BigDecimal.valueOf(micros, 6).toPlainString();
  }

  /** The level that the request was found to have. */
  String level() {
    Json begin = entry("decision").missing() ? entry("refusal") : entry("decision");
    Json exposure = begin.at("facts").at("exposure");
    String level = exposure.at("base").text("level", "");
    for (Json found : exposure.at("found").items()) {
      String other = found.at("label").text("level", "");
      level = rank(other) > rank(level) ? other : level;
    }
    return level;
  }

  private static int rank(String level) {
    return List.of("public", "internal", "confidential", "restricted").indexOf(level);
  }
}
