package io.sluice.policy;

import io.sluice.model.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping in a file of test cases that knows where it stands. A key that nobody asks for is a
 * problem: a misspelt one would make a test that tests nothing.
 */
final class CaseNode {
  private static final int ALIASES = 50;

  private final SourceFile file;
  private final @Nullable Node node;
  private final List<Problem> problems;
  private final Map<String, NodeTuple> members = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();

  private CaseNode(SourceFile file, @Nullable Node node, List<Problem> problems) {
    this.file = file;
    this.node = node;
    this.problems = problems;
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String key = scalar(tuple.getKeyNode()).orElse("");
        if (members.putIfAbsent(key, tuple) != null) {
          wrong(tuple.getKeyNode(), "'" + key + "' stands twice");
        }
      }
    } else if (node != null && !isNull(node)) {
      wrong(node, "keys and values are needed here");
    }
  }

  /** The whole of {@code file}; empty if it is no YAML, which is then a problem. */
  static CaseNode of(SourceFile file, List<Problem> problems) {
    var settings =
        LoadSettings.builder()
            .setUseMarks(true)
            .setAllowDuplicateKeys(true)
            .setMaxAliasesForCollections(ALIASES)
            .build();
    try {
      Node root = new Compose(settings).composeString(file.text()).orElse(null);
      return new CaseNode(file, root, problems);
    } catch (MarkedYamlEngineException e) {
      problems.add(problem(file, e.getProblemMark(), "not valid YAML"));
    } catch (YamlEngineException e) {
      problems.add(problem(file, Optional.empty(), "not valid YAML"));
    }
    return new CaseNode(file, null, problems);
  }

  boolean present() {
    return node != null && !isNull(node);
  }

  /** Line from 1; 0 if it is not there. */
  int line() {
    return node == null ? 0 : node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  /** True if {@code key} has a value of any kind. */
  boolean has(String key) {
    return value(key) != null;
  }

  CaseNode at(String key) {
    return new CaseNode(file, value(key), problems);
  }

  List<CaseNode> items(String key) {
    Node value = value(key);
    if (value instanceof SequenceNode sequence) {
      return sequence.getValue().stream().map(item -> new CaseNode(file, item, problems)).toList();
    }
    if (value != null) {
      wrong(value, "'" + key + "' must be a list");
    }
    return List.of();
  }

  /** The mappings under {@code key}, by name. */
  Map<String, CaseNode> named(String key) {
    CaseNode inner = at(key);
    var all = new LinkedHashMap<String, CaseNode>();
    inner.members.forEach((name, tuple) -> all.put(name, inner.at(name)));
    return all;
  }

  Optional<String> text(String key) {
    Node value = value(key);
    if (value == null) {
      return Optional.empty();
    }
    Optional<String> text = scalar(value);
    if (text.isEmpty()) {
      wrong(value, "'" + key + "' must be a single value");
    }
    return text;
  }

  String text(String key, String otherwise) {
    return text(key).orElse(otherwise);
  }

  /** True if {@code key} holds one value, not a mapping or list. */
  boolean isText(String key) {
    NodeTuple tuple = members.get(key);
    return tuple != null && tuple.getValueNode() instanceof ScalarNode;
  }

  /** A list of texts, or one text; empty if the key is not there. */
  List<String> texts(String key) {
    Node value = value(key);
    if (value instanceof SequenceNode sequence) {
      return sequence.getValue().stream().map(item -> scalar(item).orElse("")).toList();
    }
    return value == null ? List.of() : scalar(value).map(List::of).orElse(List.of());
  }

  /** One of {@code words}; a problem if it is another. */
  String word(String key, String otherwise, List<String> words) {
    String word = text(key, otherwise);
    if (!words.contains(word)) {
      Node at = value(key);
      if (at != null) {
        problems.add(at(at, "'" + key + "' is one of " + String.join(", ", words), word, words));
      }
      return otherwise;
    }
    return word;
  }

  /** A whole number from 0. */
  int number(String key, int otherwise) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    wrong(key, "'" + key + "' must be a whole number");
    return otherwise;
  }

  /** Says that something is wrong with the value of {@code key}, or here. */
  void wrong(String key, String message) {
    NodeTuple tuple = members.get(key);
    Node at = tuple == null ? node : tuple.getValueNode();
    problems.add(problem(file, at == null ? Optional.empty() : at.getStartMark(), message));
  }

  /** Reports every key that nobody asked for. */
  void close() {
    members.forEach(
        (key, tuple) -> {
          if (!asked.contains(key)) {
            problems.add(at(tuple.getKeyNode(), "unknown key '" + key + "'", key, asked));
          }
        });
  }

  private @Nullable Node value(String key) {
    asked.add(key);
    NodeTuple tuple = members.get(key);
    return tuple == null || isNull(tuple.getValueNode()) ? null : tuple.getValueNode();
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private void wrong(Node at, String message) {
    problems.add(problem(file, at.getStartMark(), message));
  }

  private Problem at(Node at, String message, String name, List<String> valid) {
    Problem plain = problem(file, at.getStartMark(), message);
    return new Problem(
        plain.file(), plain.line(), plain.column(), message, Nearest.to(name, valid, 2));
  }

  private static Problem problem(SourceFile file, Optional<Mark> mark, String message) {
    int line = mark.map(at -> at.getLine() + 1).orElse(0);
    int column = mark.map(at -> at.getColumn() + 1).orElse(0);
    return new Problem(file.path(), line, column, message, List.of());
  }

  private static Optional<String> scalar(Node node) {
    return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
  }
}
