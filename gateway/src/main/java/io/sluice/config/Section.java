package io.sluice.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of the file. Whatever is asked for by name counts as known; {@link #close()} reports
 * every key nobody asked for, with the nearest that somebody did.
 */
final class Section implements AutoCloseable {
  private final Problems problems;
  private final @Nullable Node node;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Node> unknown = new LinkedHashMap<>();
  private final List<String> known = new ArrayList<>();

  /** {@code node} null: the section is not there, and every key has its default. */
  Section(Problems problems, @Nullable Node node) {
    this.problems = problems;
    this.node = node;
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          if (values.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
            problems.at(key, "'" + key.getValue() + "' stands twice");
          }
          unknown.put(key.getValue(), key);
        } else {
          problems.at(tuple.getKeyNode(), "a key must be plain text");
        }
      }
    } else if (node != null && !isNull(node)) {
      problems.at(node, "a mapping of keys to values is needed here");
    }
  }

  /** True if the section is in the file. */
  boolean present() {
    return node != null && !isNull(node);
  }

  /** True if the value of {@code key} is one plain text, not a section. */
  boolean isText(String key) {
    return values.get(key) instanceof ScalarNode;
  }

  /** Says something of the section as a whole, where it begins. */
  void at(Problems where, String message) {
    if (node == null) {
      where.mark(null, message);
    } else {
      where.at(node, message);
    }
  }

  /** The value of {@code key} if there is one that is not empty; the key counts as known. */
  Optional<Node> present(String key) {
    Node value = take(key);
    boolean empty =
        (value instanceof SequenceNode list && list.getValue().isEmpty())
            || (value instanceof MappingNode map && map.getValue().isEmpty());
    return empty ? Optional.empty() : Optional.ofNullable(value);
  }

  /** The value of {@code key} as one text, without its being asked for. */
  String shown(String key) {
    Node value = values.get(key);
    if (value instanceof SequenceNode list) {
      return list.getValue().stream()
          .filter(ScalarNode.class::isInstance)
          .map(item -> ((ScalarNode) item).getValue())
          .collect(Collectors.joining("; "));
    }
    return value instanceof ScalarNode scalar && !isNull(scalar) ? scalar.getValue() : "";
  }

  /** Goes on as if {@code key} were not there. */
  void leaveOut(String key) {
    take(key);
    values.remove(key);
  }

  /** Lets every key count as known: somebody else reads this section. */
  void forget() {
    unknown.clear();
  }

  /** True if {@code key} holds a list whose first item is a mapping. */
  boolean isListOfSections(String key) {
    return values.get(key) instanceof SequenceNode list
        && !list.getValue().isEmpty()
        && list.getValue().getFirst() instanceof MappingNode;
  }

  /** Every key, known or not, in the file's order. */
  List<String> keys() {
    return List.copyOf(values.keySet());
  }

  /** Says that something is wrong with the value of {@code key}, or with the section itself. */
  void wrong(String key, String message) {
    Node at = values.get(key);
    if (at == null) {
      at = node;
    }
    if (at == null) {
      problems.mark(null, message);
    } else {
      problems.at(at, message);
    }
  }

  /** Says that something is wrong with {@code item} in the list under {@code key}. */
  void wrong(String key, String item, String message) {
    Node at = values.get(key);
    if (at == null) {
      wrong(key, message);
    } else {
      problems.at(find(at, item), message);
    }
  }

  /** Says that the value of {@code key} names something that is not there. */
  void unresolved(String key, String message, String name, Collection<String> valid) {
    Node at = values.get(key);
    if (at != null) {
      problems.name(find(at, name), message, name, valid);
    } else if (node != null) {
      problems.name(node, message, name, valid);
    }
  }

  private static Node find(Node in, String name) {
    if (in instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        if (item instanceof ScalarNode scalar && scalar.getValue().equals(name)) {
          return item;
        }
      }
    }
    return in;
  }

  /** The section under {@code key}. */
  Section section(String key) {
    return new Section(problems, take(key));
  }

  /** The sections under {@code key}, by name, in the file's order. */
  Map<String, Section> sections(String key) {
    var all = new LinkedHashMap<String, Section>();
    try (var outer = section(key)) {
      for (String name : outer.keys()) {
        all.put(name, outer.section(name));
      }
    }
    return all;
  }

  /** The sections listed under {@code key}. */
  List<Section> list(String key) {
    Node value = take(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof SequenceNode sequence)) {
      problems.at(value, "'" + key + "' must be a list");
      return List.of();
    }
    return sequence.getValue().stream().map(item -> new Section(problems, item)).toList();
  }

  /** The text of {@code key}. */
  Optional<String> text(String key) {
    Node value = take(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof ScalarNode scalar) {
      return Optional.of(scalar.getValue());
    }
    problems.at(value, "'" + key + "' must be a single value");
    return Optional.empty();
  }

  /** The texts of {@code key}: a list, or one value. */
  List<String> texts(String key) {
    Node value = take(key);
    if (value == null) {
      return List.of();
    }
    return texts(key, value);
  }

  private List<String> texts(String key, Node value) {
    if (value instanceof ScalarNode scalar) {
      return List.of(scalar.getValue());
    }
    var all = new ArrayList<String>();
    if (value instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        if (item instanceof ScalarNode scalar) {
          all.add(scalar.getValue());
        } else {
          problems.at(item, "each item of '" + key + "' must be a single value");
        }
      }
    } else {
      problems.at(value, "'" + key + "' must be a list");
    }
    return all;
  }

  /** One of {@code allowed}. */
  String word(String key, String otherwise, List<String> allowed) {
    String text = text(key).orElse(otherwise);
    if (!allowed.contains(text)) {
      unresolved(key, "'" + key + "' must be one of " + String.join(", ", allowed), text, allowed);
      return otherwise;
    }
    return text;
  }

  /** True or false. */
  boolean truth(String key, boolean otherwise) {
    return switch (text(key).orElse("")) {
      case "" -> otherwise;
      case "true" -> true;
      case "false" -> false;
      default -> {
        wrong(key, "'" + key + "' must be true or false");
        yield otherwise;
      }
    };
  }

  /** A whole number in [least, most]. */
  OptionalLong number(String key, long least, long most) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long number = Long.parseLong(text.get().replace("_", ""));
      if (number >= least && number <= most) {
        return OptionalLong.of(number);
      }
    } catch (NumberFormatException e) {
      // said below, with the bounds
    }
    wrong(key, "'" + key + "' must be a whole number from " + least + " to " + most);
    return OptionalLong.empty();
  }

  /** A decimal number of dollars. */
  Optional<BigDecimal> dollars(String key) {
    Optional<String> text = text(key);
    Optional<BigDecimal> value = text.flatMap(Units::dollars);
    if (text.isPresent() && value.isEmpty()) {
      wrong(key, "'" + key + "' must be an amount of dollars such as 1.25, not negative");
    }
    return value;
  }

  /** A span of time in (0, most]. */
  Duration duration(String key, Duration otherwise, Duration most) {
    Optional<String> text = text(key);
    Optional<Duration> value = text.flatMap(Units::duration);
    if (text.isPresent() && (value.isEmpty() || value.get().compareTo(most) > 0)) {
      wrong(key, "'" + key + "' must be a time such as 250ms, 30s, 5m, 2h or 90d");
      return otherwise;
    }
    return value.orElse(otherwise);
  }

  /** A number of bytes in [least, most]. */
  long bytes(String key, long otherwise, long least, long most) {
    Optional<String> text = text(key);
    Optional<Long> value = text.flatMap(Units::bytes);
    boolean bad = text.isPresent() && value.filter(b -> b >= least && b <= most).isEmpty();
    if (bad) {
      wrong(key, "'" + key + "' must be a size such as 64KiB, from " + least + " to " + most);
      return otherwise;
    }
    return value.orElse(otherwise);
  }

  /** Reports every key that nobody asked for. */
  @Override
  public void close() {
    unknown.forEach((key, at) -> problems.name(at, "unknown key '" + key + "'", key, known));
    unknown.clear();
  }

  private @Nullable Node take(String key) {
    known.add(key);
    unknown.remove(key);
    Node value = values.get(key);
    return value == null || isNull(value) ? null : value;
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }
}
