package io.sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Comma-separated values (RFC 4180) as the same nodes that YAML has: one mapping for each line, the
 * first line its keys. Each knows the line and column where it stands. What is empty, or {@code
 * unknown}, is not there.
 */
final class CsvRows {
  private final String text;
  private final Set<String> lists;
  private int at;
  private int line;
  private int column;

  private CsvRows(String text, Set<String> lists) {
    this.text = text.startsWith("\ufeff") ? text.substring(1) : text;
    this.lists = lists;
  }

  /** A value, and where it begins. */
  private record Cell(String value, Mark mark) {}

  /**
   * Every line after the first that is not blank.
   *
   * @param lists columns whose values are lists, separated by semicolons
   */
  static List<Section> read(String text, Set<String> lists, Problems problems) {
    var csv = new CsvRows(text, lists);
    List<Cell> header = csv.row();
    var sections = new ArrayList<Section>();
    while (csv.at < csv.text.length()) {
      List<Cell> row = csv.row();
      if (row.size() > header.size()) {
        problems.mark(row.get(header.size()).mark(), "there are more values than columns");
      } else if (row.stream().anyMatch(cell -> !cell.value().isEmpty())) {
        sections.add(new Section(problems, csv.mapping(header, row)));
      }
    }
    return sections;
  }

  private Node mapping(List<Cell> header, List<Cell> row) {
    var tuples = new ArrayList<NodeTuple>();
    for (int i = 0; i < row.size(); i++) {
      Cell cell = row.get(i);
      String key = header.get(i).value();
      if (!cell.value().isEmpty() && !cell.value().equals("unknown")) {
        Node value = lists.contains(key) ? list(cell) : scalar(cell.value(), cell.mark());
        tuples.add(new NodeTuple(scalar(key, cell.mark()), value));
      }
    }
    Optional<Mark> begin = Optional.of(row.getFirst().mark());
    return new MappingNode(Tag.MAP, true, tuples, FlowStyle.FLOW, begin, Optional.empty());
  }

  private static Node list(Cell cell) {
    var items = new ArrayList<Node>();
    for (String part : cell.value().split(";", -1)) {
      if (!part.isBlank()) {
        items.add(scalar(part.strip(), cell.mark()));
      }
    }
    Optional<Mark> begin = Optional.of(cell.mark());
    return new SequenceNode(Tag.SEQ, true, items, FlowStyle.FLOW, begin, Optional.empty());
  }

  private static Node scalar(String value, Mark mark) {
    return new ScalarNode(
        Tag.STR, true, value, ScalarStyle.DOUBLE_QUOTED, Optional.of(mark), Optional.empty());
  }

  private List<Cell> row() {
    var cells = new ArrayList<Cell>();
    do {
      cells.add(cell());
    } while (next() == ',');
    return cells;
  }

  /** What ends a cell: a comma, or a line's end; 0 at the end of the text. */
  private char next() {
    if (at >= text.length()) {
      return 0;
    }
    char c = take();
    if (c == '\r' && at < text.length() && text.charAt(at) == '\n') {
      return take();
    }
    return c;
  }

  private char take() {
    char c = text.charAt(at++);
    line += c == '\n' ? 1 : 0;
    column = c == '\n' ? 0 : column + 1;
    return c;
  }

  private Cell cell() {
    var mark = new Mark("csv", at, line, column, new int[0], 0);
    var value = new StringBuilder();
    boolean quoted = at < text.length() && text.charAt(at) == '"';
    if (quoted) {
      take();
    }
    while (at < text.length() && (quoted || ",\r\n".indexOf(text.charAt(at)) < 0)) {
      char c = take();
      if (quoted && c == '"') {
        quoted = at < text.length() && text.charAt(at) == '"';
        if (quoted) {
          value.append(take());
        }
      } else {
        value.append(c);
      }
    }
    return new Cell(plain(value.toString().strip()), mark);
  }

  /** Without what keeps a sheet from computing it. */
  private static String plain(String value) {
    boolean guarded = value.length() > 1 && value.charAt(0) == '\'';
    return guarded && "=+-@\t".indexOf(value.charAt(1)) >= 0 ? value.substring(1) : value;
  }
}
