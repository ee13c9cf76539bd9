package io.sluice.flow;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.flow.ToolPin.Definition;
import io.sluice.flow.ToolPin.Draft;
import io.sluice.flow.ToolPin.Place;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Clock;
import io.sluice.model.Sha256;
import io.sluice.model.Tools.Tool;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows the tool definitions that applications offer to models. The first one is trusted, or waits,
 * as operators want it; another one under the same name waits until an operator approves it.
 * Thread-safe; durable by its store.
 */
public final class ToolPins {
  /** The most tools that are known; further ones wait for ever. */
  static final int MOST = 20_000;

  private static final int REMEMBERED = 50_000;
  private static final int ID_HEX = 12;

  private final Store store;
  private final Watch watch;
  private final Clock clock;
  private final ConcurrentHashMap<Place, ToolPin> pins = new ConcurrentHashMap<>();
  private final Cache<String, Definition> hashed =
      Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();

  /** Where pins are kept, durably. */
  public interface Store {
    /** All of them. */
    List<ToolPin> all();

    /** Keeps one, in the place of what was kept of that tool. */
    void put(ToolPin pin);
  }

  /** Is told of a definition that was not known. */
  @FunctionalInterface
  public interface Watch {
    /** It is trusted from now on, or waits, by what {@code pin} says. */
    void seen(ToolPin pin);
  }

  /** With what {@code store} knows. */
  public ToolPins(Store store, Watch watch, Clock clock) {
    this.store = store;
    this.watch = watch;
    this.clock = clock;
    store.all().forEach(pin -> pins.put(pin.place(), pin));
  }

  /** What becomes of a tool that was not known. */
  public enum First {
    /** Its definition is trusted from then on. */
    PIN,
    /** It waits until an operator approves it. */
    QUARANTINE
  }

  /** True if this definition of a tool may be shown to a model. */
  public boolean trusted(Place place, Tool tool, First unknown) {
    Definition definition = definition(tool);
    ToolPin known = pins.get(place);
    if (known != null
        && (known.trusted().equals(definition) || known.waiting().equals(definition))) {
      return known.trusted().equals(definition);
    }
    return first(place, definition, tool, unknown);
  }

  private synchronized boolean first(Place place, Definition definition, Tool tool, First unknown) {
    ToolPin known = pins.get(place);
    if (known == null && pins.size() >= MOST) {
      return false;
    }
    ToolPolicy suggested = ToolDraft.of(tool.name(), tool.schema().text());
    var draft = new Draft(suggested.effect().word(), suggested.sink().controlArgs());
    Definition before = known == null ? Definition.NONE : known.trusted();
    boolean fresh = known == null && unknown == First.PIN;
    var pin =
        fresh
            ? new ToolPin(place, definition, Definition.NONE, draft, clock.now())
            : new ToolPin(place, before, definition, draft, clock.now());
    if (!pin.trusted().equals(definition) || fresh) {
      keep(pin);
      watch.seen(pin);
    }
    return pin.trusted().equals(definition);
  }

  private void keep(ToolPin pin) {
    store.put(pin);
    pins.put(pin.place(), pin);
  }

  /** All that are known, what waits first. */
  public List<ToolPin> all() {
    return pins.values().stream()
        .sorted(
            Comparator.comparing(ToolPin::severity)
                .reversed()
                .thenComparing(pin -> pin.place().tenant())
                .thenComparing(pin -> pin.place().app())
                .thenComparing(pin -> pin.place().tool()))
        .toList();
  }

  /** How operators name one pin. */
  public static String id(Place place) {
    return Sha256.hex(place.tenant() + '\0' + place.app() + '\0' + place.tool())
        .substring(0, ID_HEX);
  }

  /** Trusts what waits under that id; empty if there is no such pin, or nothing waits. */
  public synchronized Optional<ToolPin> approve(String id) {
    for (ToolPin pin : pins.values()) {
      if (id(pin.place()).equals(id) && pin.severity() != ToolPin.Severity.NONE) {
        ToolPin approved = pin.approved();
        keep(approved);
        return Optional.of(approved);
      }
    }
    return Optional.empty();
  }

  private Definition definition(Tool tool) {
    String words = tool.description().text();
    String schema = tool.schema().text();
    return hashed.get(
        Sha256.hex(words.length() + ":" + words + schema),
        _ -> new Definition(Sha256.hex(words), Sha256.hex(canonical(schema))));
  }

  /** A schema that is no JSON stands for itself. */
  private static String canonical(String schema) {
    try {
      return Canonical.of(Json.parse(Bytes.utf8(schema), JsonLimits.DEFAULT));
    } catch (JsonException e) {
      return schema;
    }
  }
}
