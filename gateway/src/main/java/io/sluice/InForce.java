package io.sluice;

import io.sluice.audit.Change;
import io.sluice.audit.Recorder;
import io.sluice.config.Config;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Sha256;
import io.sluice.model.Stop;
import io.sluice.store.SettingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the record was told to be in force: configuration, policy, budgets, every provider's
 * profile. It is compared with what is in force whenever that may have changed, and kept in
 * between, so that a change made while nothing ran is entered by the next start.
 */
final class InForce {
  private static final String NAME = "in-force";
  private static final String CONFIGURATION = "configuration";
  private static final String POLICY = "policy";
  private static final String BUDGETS = "budgets";
  private static final String GATEWAY = "gateway";

  private final Snapshots snapshots;
  private final Recorder recorder;
  private final SettingStore settings;

  /** What stands in each part, name by name; empty until the first look at this installation. */
  private final TreeMap<String, Map<String, String>> told = new TreeMap<>();

  InForce(Snapshots snapshots, Recorder recorder, SettingStore settings) {
    this.snapshots = snapshots;
    this.recorder = recorder;
    this.settings = settings;
  }

  /**
   * Enters what changed since the last process ended; to be called once, before anything is served.
   */
  void begin() {
    told.putAll(read(settings.get(NAME).orElse("{}")));
    try {
      if (told.isEmpty()) {
        told.putAll(now());
        keep();
      } else {
        List<String> entered = reloaded();
        assert entered != null;
      }
    } catch (Stop e) {
      // a record that takes nothing serves nothing; the next start has it to tell
    }
  }

  /** Another configuration was taken up: enters all that it changed. The kinds of the entries. */
  List<String> reloaded() {
    return enter(now(), GATEWAY);
  }

  /**
   * Something else happens, by {@code actor}, that profiles depend on: a review, another list of
   * models, or that a review ran out. Enters what it changes.
   */
  synchronized void look(String actor, Runnable act) {
    act.run();
    var now = new TreeMap<>(now());
    for (String stays : List.of(POLICY, BUDGETS)) {
      now.put(stays, told.getOrDefault(stays, Map.of()));
    }
    var configuration = now.getOrDefault(CONFIGURATION, Map.of());
    boolean renamed = !configuration.equals(told.put(CONFIGURATION, configuration));
    if (enter(now, actor).isEmpty() && renamed) {
      keep();
    }
  }

  /** An operator put another policy in force. */
  synchronized void activated(String type, String actor, String policy) {
    var items = Map.of("hash", policy);
    String before = hash(POLICY, told.getOrDefault(POLICY, Map.of()));
    enter(new Change(type, actor, before, policy, Map.of()));
    told.put(POLICY, items);
    keep();
  }

  private Map<String, Map<String, String>> now() {
    var snapshot = snapshots.get();
    Config config = snapshots.config();
    var all = new TreeMap<String, Map<String, String>>();
    all.put(
        CONFIGURATION,
        Map.of("hash", snapshot.ids().snapshot(), "file", config.behaviour().source()));
    all.put(POLICY, Map.of("hash", snapshot.ids().policy()));
    all.put(BUDGETS, InForceText.budgets(config.behaviour().allowances()));
    var declared = config.inventory().registry().models();
    all.putAll(InForceText.profiles(snapshot.registry(), declared));
    return all;
  }

  private synchronized List<String> enter(Map<String, Map<String, String>> now, String actor) {
    var names = new TreeSet<>(told.keySet());
    names.addAll(now.keySet());
    var entered = new ArrayList<String>();
    for (String name : names) {
      var before = told.getOrDefault(name, Map.of());
      var after = now.getOrDefault(name, Map.of());
      if (!before.equals(after)) {
        entered.add(type(name));
        String was = hash(name, before);
        enter(new Change(type(name), actor, was, hash(name, after), details(name, before, after)));
      }
    }
    if (!entered.isEmpty()) {
      told.clear();
      told.putAll(now);
      keep();
    }
    return entered;
  }

  private void enter(Change change) {
    String receipt = recorder.changed(change);
    assert !receipt.isEmpty();
  }

  private static String type(String name) {
    return switch (name) {
      case CONFIGURATION -> "configuration.changed";
      case POLICY -> "policy.activated";
      case BUDGETS -> "budget.changed";
      default -> "profile.changed";
    };
  }

  /** Every item that is not what it was, as {@code old -> new}. */
  private static Map<String, String> details(
      String name, Map<String, String> before, Map<String, String> after) {
    var details = new TreeMap<String, String>();
    if (name.startsWith(InForceText.PROFILE)) {
      details.put("subject", name.substring(InForceText.PROFILE.length()));
    }
    var items = new TreeSet<>(before.keySet());
    items.addAll(after.keySet());
    items.remove("hash");
    for (String item : items) {
      String was = before.getOrDefault(item, "none");
      String is = after.getOrDefault(item, "none");
      if (!was.equals(is)) {
        details.put("item " + item, was + " -> " + is);
      }
    }
    return details;
  }

  /** SHA-256 in hex of the items; of what has a hash of its own, that. */
  private static String hash(String name, Map<String, String> items) {
    if (items.isEmpty()) {
      return "";
    }
    String own = items.getOrDefault("hash", "");
    if (!own.isEmpty()) {
      return own;
    }
    return Sha256.hex(text(Map.of(name, items)));
  }

  private void keep() {
    settings.put(NAME, text(told));
  }

  private static String text(Map<String, Map<String, String>> parts) {
    var json = new JsonWriter(1_024).object();
    new TreeMap<>(parts)
        .forEach(
            (name, items) -> {
              json.name(name).object();
              new TreeMap<>(items).forEach(json::field);
              json.endObject();
            });
    return json.endObject().done().utf8();
  }

  private static Map<String, Map<String, String>> read(String text) {
    var parts = new TreeMap<String, Map<String, String>>();
    try {
      for (Json.Field part : Json.parse(Bytes.utf8(text), JsonLimits.DEFAULT).fields()) {
        var items = new TreeMap<String, String>();
        part.value()
            .fields()
            .forEach(item -> items.put(item.name(), item.value().string().orElse("")));
        parts.put(part.name(), items);
      }
      return parts;
    } catch (JsonException e) {
      return Map.of(); // nobody but us writes it; what is in force now is told from here on
    }
  }
}
