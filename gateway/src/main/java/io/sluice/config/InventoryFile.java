package io.sluice.config;

import io.sluice.audit.CsvLine;
import io.sluice.json.JsonWriter;
import io.sluice.registry.Terms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file that {@code inventory} names, as YAML or CSV: what is stated of providers and models,
 * one to a line, in the columns of {@code providers export}. What {@code sluice.yaml} states itself
 * stands above it, item by item.
 */
final class InventoryFile {
  private static final long MOST_BYTES = 16 << 20;

  /** What an export says besides, and an import does not set. */
  private static final List<String> READ_ONLY =
      List.of("kind", "region", "standing", "sees_now", "effect", "min_integrity");

  private static final Set<String> LISTS = Set.of("certifications", "sub_processors", "evidence");

  /** Nothing is stated beside the configuration. */
  static final InventoryFile NONE = new InventoryFile("");

  private final Map<String, Terms> terms = new LinkedHashMap<>();
  private final Map<String, Section> rows = new LinkedHashMap<>();

  private final Problems problems;

  private InventoryFile(String name) {
    this.problems = new Problems(name);
  }

  /** The text of the file that {@code root} names; empty if it names none, or it is not there. */
  static String text(Section root, Path directory) {
    Path path = root.text("inventory").map(directory::resolve).orElse(null);
    try {
      boolean fits = path != null && Files.size(path) <= MOST_BYTES;
      return fits ? Files.readString(path, StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** Reads it; what is wrong in it is said when it is closed. */
  static InventoryFile read(Section root, ConfigFile.Reading reading) {
    String name = root.text("inventory").orElse("");
    var file = new InventoryFile(name);
    if (name.isEmpty()) {
      return file;
    }
    String text = text(root, reading.place().directory());
    if (text.isEmpty()) {
      root.wrong("inventory", "there is no inventory in " + name + ", or more than 16 MiB");
      return file;
    }
    boolean csv = name.toLowerCase(Locale.ROOT).endsWith(".csv");
    try (Section whole = Yaml.read(csv ? yaml(text) : text, file.problems)) {
      whole.list("inventory").forEach(file::row);
    }
    return file;
  }

  private void row(Section row) {
    String name = row.text("name").orElse("");
    boolean tool = row.text("kind").orElse("").equals("tool");
    READ_ONLY.forEach(row::text);
    if (tool) { // what tools do is said under 'tools'
      row.forget();
      return;
    }
    if (name.isEmpty() || terms.containsKey(name)) {
      row.wrong("name", name.isEmpty() ? "a line has a name" : "'" + name + "' stands twice");
    }
    Terms read = new TermSections().read(row);
    if (read != null) {
      terms.put(name, read);
      rows.put(name, row);
    }
  }

  /** What is stated of {@code name}: its {@code own} statements, and below them this file's. */
  @Nullable Terms under(@Nullable Terms own, String name) {
    rows.remove(name);
    Terms below = terms.get(name);
    return below == null ? own : own == null ? below : own.over(below, true);
  }

  /** Says all that is wrong in it; a name that is not {@code known} is of nobody. */
  void close(Set<String> known, Problems all) {
    rows.forEach(
        (name, row) ->
            row.unresolved("name", "unknown provider or model '" + name + "'", name, known));
    all.take(problems);
  }

  /** The same as YAML, line by line, so that problems are found where they stand. */
  private static String yaml(String csv) {
    List<String> lines = csv.lines().toList();
    List<String> columns = CsvLine.read(lines.getFirst());
    var text = new StringBuilder("inventory:\n");
    for (String line : lines.subList(1, lines.size())) {
      text.append(line.isBlank() ? "" : "  - " + row(columns, CsvLine.read(line))).append('\n');
    }
    return text.toString();
  }

  private static String row(List<String> columns, List<String> values) {
    var row = new JsonWriter(256).object();
    for (int i = 0; i < Math.min(columns.size(), values.size()); i++) {
      String value = plain(values.get(i));
      String column = columns.get(i);
      if (LISTS.contains(column) && !value.isEmpty()) {
        row.name(column).array();
        parts(value).forEach(row::value);
        row.endArray();
      } else if (!value.isEmpty()) {
        row.field(column, value);
      }
    }
    return row.endObject().done().utf8();
  }

  /** Without what keeps a sheet from computing it; what is unknown is not stated. */
  private static String plain(String value) {
    boolean guarded = value.length() > 1 && value.charAt(0) == '\'';
    String text = guarded && "=+-@\t".indexOf(value.charAt(1)) >= 0 ? value.substring(1) : value;
    return text.equals("unknown") ? "" : text;
  }

  private static List<String> parts(String value) {
    var parts = new ArrayList<String>();
    for (String part : value.split(";", -1)) {
      if (!part.isBlank()) {
        parts.add(part.strip());
      }
    }
    return parts;
  }
}
