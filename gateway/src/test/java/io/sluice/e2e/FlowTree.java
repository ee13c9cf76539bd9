package io.sluice.e2e;

import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What a scenario says, as maps, lists and words; a wrong kind is an error that names the place.
 */
record FlowTree(String place, Object value) {
  static FlowTree read(String place, String yaml) {
    var settings = LoadSettings.builder().setLabel(place).build();
    return new FlowTree(place, new Load(settings).loadFromString(yaml));
  }

  boolean has(String name) {
    return map().containsKey(name);
  }

  /** A member; nothing where it is missing. */
  FlowTree at(String name) {
    Object member = map().get(name);
    return new FlowTree(place + "." + name, member == null ? "" : member);
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> map() {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    if (value.equals("")) {
      return Map.of();
    }
    throw new IllegalArgumentException(place + ": not a mapping");
  }

  /** The items of a list; one item stands for itself, nothing for none. */
  List<FlowTree> items() {
    if (value instanceof List<?> list) {
      return list.stream().map(item -> new FlowTree(place, item)).toList();
    }
    return value.equals("") ? List.of() : List.of(this);
  }

  List<String> texts() {
    return items().stream().map(FlowTree::text).toList();
  }

  String text() {
    if (value instanceof Map || value instanceof List) {
      throw new IllegalArgumentException(place + ": not a text");
    }
    return value.toString();
  }

  String text(String name, String otherwise) {
    return has(name) ? at(name).text() : otherwise;
  }

  /** Refuses members that nobody reads: a misspelt expectation would always hold. */
  FlowTree only(String... names) {
    for (String name : map().keySet()) {
      if (!List.of(names).contains(name)) {
        throw new IllegalArgumentException(place + ": unknown '" + name + "'");
      }
    }
    return this;
  }
}
