package io.sluice.config;

import io.sluice.model.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects everything that is wrong in one file, so that an operator sees it all at once. */
final class Problems {
  private static final int MOST = 100;

  private final String file;
  private final List<Problem> all = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  void at(Node node, String message) {
    add(node.getStartMark().orElse(null), message, List.of());
  }

  void name(Node node, String message, String wrong, Collection<String> valid) {
    add(node.getStartMark().orElse(null), message, Nearest.to(wrong, valid, 2));
  }

  void mark(@Nullable Mark mark, String message) {
    add(mark, message, List.of());
  }

  /** What was found in another file, too. */
  void take(Problems other) {
    other.all.stream().limit(MOST).forEach(all::add);
  }

  List<Problem> all() {
    return List.copyOf(all);
  }

  private void add(@Nullable Mark mark, String message, List<String> nearest) {
    if (all.size() < MOST) {
      int line = mark == null ? 0 : mark.getLine() + 1;
      int column = mark == null ? 0 : mark.getColumn() + 1;
      all.add(new Problem(file, line, column, message, nearest));
    }
  }
}
