package io.sluice.e2e;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.ledger.CheckpointKey;
import io.sluice.ledger.Ledger;
import io.sluice.ledger.LedgerSettings;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every entry of a record that no gateway writes any more. */
record Entries(List<Json> all) {
  static Entries of(Path data) throws IOException {
    var entries = new ArrayList<Json>();
    var key = CheckpointKey.load(data.resolve("keys").resolve("ledger"));
    try (var ledger = Ledger.open(data.resolve("ledger"), LedgerSettings.DEFAULTS, key)) {
      ledger.forEach(0, (index, entry) -> entries.add(json(entry)));
    }
    return new Entries(List.copyOf(entries));
  }

  private static Json json(byte[] entry) {
    try {
      return Json.parse(Bytes.owning(entry), JsonLimits.DEFAULT);
    } catch (JsonException e) {
      throw new IllegalStateException("an entry is no JSON", e);
    }
  }

  /** The entries of a kind. */
  List<Json> kind(String kind) {
    return all.stream().filter(entry -> entry.text("entry", "").equals(kind)).toList();
  }

  /** Everything charged to budgets, in micro-dollars. */
  long charged() {
    return all.stream().mapToLong(entry -> entry.at("budget").integer("charged", 0)).sum();
  }

  /** How many closing entries each exchange has that was decided about. */
  Map<String, Integer> closings() {
    var counts = new HashMap<String, Integer>();
    for (Json entry : kind("decision")) {
      counts.put(entry.text("exchange", ""), 0);
    }
    for (Json entry : all) {
      String exchange = entry.text("exchange", "");
      if (entry.text("entry", "").startsWith("outcome")) {
        counts.merge(exchange, 1, Integer::sum);
      } else if (entry.text("entry", "").equals("refusal")) { // its decision came too late
        counts.computeIfPresent(exchange, (_, count) -> count + 1);
      }
    }
    return counts;
  }
}
