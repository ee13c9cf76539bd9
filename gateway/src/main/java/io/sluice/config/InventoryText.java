package io.sluice.config;

import io.sluice.admin.InventoryLines;
import io.sluice.flow.ToolPolicy;
import io.sluice.registry.Statements;
import io.sluice.registry.Terms;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Statements about the inventory as YAML or CSV, in the columns of {@code providers export}: what
 * is known of providers and models, and what tools do, one to a line.
 */
public final class InventoryText {
  private static final List<String> KINDS = List.of("", "provider", "endpoint", "model", "tool");

  /** What an export says besides: what follows from the rest, and what is stated elsewhere. */
  private static final List<String> BESIDES =
      List.of("kind", "name", "region", "standing", "sees_now");

  private static final List<String> ENDPOINT = List.of("api", "base_url");

  private final Map<String, Terms> terms = new LinkedHashMap<>();
  private final Map<String, ToolPolicy> tools = new LinkedHashMap<>();
  private final Map<String, Section> subjects = new LinkedHashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final Problems problems;
  private final Reader reader;

  /**
   * Whose statements they are.
   *
   * @param categories that labels may have
   * @param judge says what becomes of each line
   */
  public record Reader(List<String> categories, Judge judge) {
    public Reader {
      categories = List.copyOf(categories);
    }
  }

  /** One line: of what kind, of whom, and its values by column, lists joined by {@code "; "}. */
  public record Line(String kind, String name, Map<String, String> values) {
    public Line {
      values = Map.copyOf(values);
    }

    /** Of a provider or model, however its kind was said. */
    public boolean ofTerms() {
      return !kind.equals("tool") && !kind.equals("endpoint");
    }
  }

  /** What becomes of a line's values. */
  @FunctionalInterface
  public interface Judge {
    /** Takes all. */
    Judge TAKING = line -> Map.of();

    /** The columns that are not taken, each with why it is refused; empty: it says nothing new. */
    Map<String, String> leftOut(Line line);
  }

  private InventoryText(String name, Reader reader) {
    this.problems = new Problems(name);
    this.reader = reader;
  }

  /** Reads {@code text}; a {@code name} that ends with {@code .csv} is of CSV. */
  public static InventoryText read(String name, String text, Reader reader) {
    var all = new InventoryText(name, reader);
    if (name.toLowerCase(Locale.ROOT).endsWith(".csv")) {
      CsvRows.read(text, InventoryLines.LISTS, all.problems).forEach(all::row);
      return all;
    }
    try (Section whole = Yaml.read(text, all.problems)) {
      if (!whole.keys().contains("inventory")) {
        whole.wrong("", "an inventory is a list under the key 'inventory'");
      }
      whole.list("inventory").forEach(all::row);
    }
    return all;
  }

  private void row(Section row) {
    String kind = row.word("kind", "", KINDS);
    String name = row.text("name").orElse("");
    boolean about = kind.equals("tool") || kind.equals("endpoint");
    if (name.isEmpty() || !seen.add(about ? kind + " " + name : name)) {
      row.wrong("name", name.isEmpty() ? "a line has a name" : "'" + name + "' stands twice");
    }
    var values = new LinkedHashMap<String, String>();
    for (String key : row.keys()) {
      values.put(key, row.shown(key));
    }
    reader
        .judge()
        .leftOut(new Line(kind, name, values))
        .forEach(
            (column, why) -> {
              if (why.isEmpty()) {
                row.leaveOut(column);
              } else {
                row.wrong(column, why);
              }
            });
    BESIDES.forEach(row::text);
    boolean states = row.keys().stream().anyMatch(key -> !BESIDES.contains(key));
    switch (kind) {
      case "tool" -> tool(name, ToolSections.line(row, reader.categories()), states);
      case "endpoint" -> endpoint(name, row);
      default -> terms(name, row, states);
    }
  }

  private void tool(String name, ToolPolicy tool, boolean states) {
    if (states) {
      tools.put(name, tool);
    }
  }

  private void terms(String name, Section row, boolean states) {
    subjects.putIfAbsent(name, row);
    Terms read = new TermSections().read(row);
    if (read != null && states) {
      terms.putIfAbsent(name, read);
    }
  }

  private void endpoint(String name, Section row) {
    try (row) {
      ENDPOINT.forEach(row::text);
      subjects.putIfAbsent(name, row);
    }
  }

  /** Says that a name which is not {@code known} is of nobody. */
  public void close(Set<String> known) {
    subjects.forEach(
        (name, row) -> {
          if (!known.contains(name) && !name.isEmpty()) {
            row.unresolved("name", "unknown provider or model '" + name + "'", name, known);
          }
        });
  }

  /** All that is wrong, each with file, line and column. */
  public List<Problem> problems() {
    return problems.all();
  }

  void tell(Problems all) {
    all.take(problems);
  }

  /** What is stated of providers and models. */
  public Statements statements() {
    return new Statements(terms);
  }

  /** What is stated of tools. */
  public Map<String, ToolPolicy> tools() {
    return Map.copyOf(tools);
  }
}
