package io.sluice.cli.routing;

import io.sluice.cli.routing.Outcomes.Item;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Candidate;
import io.sluice.model.Price;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder of sets: {@code NAME.prompts.jsonl} with {@code {id, task, prompt, tools?}} and {@code
 * NAME.outcomes.csv} with {@code id, model, quality, cost_usd} each, and optionally {@code
 * models.csv} (prices and columns that policies read) and {@code policies.json}.
 */
public final class OutcomesFolder {
  private static final String PROMPTS = ".prompts.jsonl";
  private static final String OUTCOMES = ".outcomes.csv";
  private static final double MICROS = 1e6;

  /** What an answer is taken to be long where nobody states a price, to make one of its cost. */
  private static final double ASSUMED_TOKENS = 300;

  private final Path directory;
  private final Map<String, Map<String, String>> models;

  /**
   * Reads what the folder says of models.
   *
   * @throws IOException if it cannot be read
   */
  public OutcomesFolder(Path directory) throws IOException {
    this.directory = directory;
    Path file = directory.resolve("models.csv");
    this.models = Files.exists(file) ? rows(file, "model") : Map.of();
  }

  private static Map<String, Map<String, String>> rows(Path file, String key) throws IOException {
    var rows = new LinkedHashMap<String, Map<String, String>>();
    try (var in = new CsvReader(Files.newBufferedReader(file))) {
      for (Map<String, String> row = in.next(); row != null; row = in.next()) {
        rows.put(row.getOrDefault(key, ""), row);
      }
    }
    return rows;
  }

  /** What the folder says of {@code model}, by column. */
  public Map<String, String> columns(String model) {
    return models.getOrDefault(model, Map.of());
  }

  /** The names of the sets, sorted. */
  public List<String> names() throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(PROMPTS))
          .map(name -> name.substring(0, name.length() - PROMPTS.length()))
          .filter(name -> Files.exists(directory.resolve(name + OUTCOMES)))
          .sorted()
          .toList();
    }
  }

  /** The policies of the folder; MISSING where it has none. */
  public Json policies() throws IOException {
    Path file = directory.resolve("policies.json");
    return Files.exists(file) ? parse(Files.readString(file), file) : Json.nothing();
  }

  /**
   * One set. Prompts without any outcome and outcomes without a prompt are left out.
   *
   * @throws IOException if it cannot be read, or a line is not as it should be
   */
  public Outcomes read(String name) throws IOException {
    Map<String, Item> items = items(name);
    var cells = new TreeMap<String, Map<String, double[]>>();
    var seen = new HashMap<String, Boolean>();
    try (var in = new CsvReader(Files.newBufferedReader(directory.resolve(name + OUTCOMES)))) {
      for (Map<String, String> row = in.next(); row != null; row = in.next()) {
        String id = row.getOrDefault("id", "");
        double[] cell = {number(row, "quality"), number(row, "cost_usd")};
        if (items.containsKey(id) && !Double.isNaN(cell[0]) && !Double.isNaN(cell[1])) {
          seen.put(id, true);
          cells.computeIfAbsent(row.getOrDefault("model", ""), _ -> new HashMap<>()).put(id, cell);
        }
      }
    }
    items.keySet().retainAll(seen.keySet());
    return table(name, List.copyOf(items.values()), cells);
  }

  private static double number(Map<String, String> row, String column) {
    String text = row.getOrDefault(column, "");
    try {
      return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private Outcomes table(String name, List<Item> items, Map<String, Map<String, double[]>> cells) {
    var candidates = new ArrayList<Candidate>();
    double[][] quality = new double[items.size()][cells.size()];
    double[][] cost = new double[items.size()][cells.size()];
    for (var entry : cells.entrySet()) {
      int model = candidates.size();
      double spent = 0;
      for (int prompt = 0; prompt < items.size(); prompt++) {
        double[] cell = entry.getValue().get(items.get(prompt).id());
        quality[prompt][model] = cell == null ? Double.NaN : cell[0];
        cost[prompt][model] = cell == null ? Double.NaN : cell[1];
        spent += cell == null ? 0 : cell[1];
      }
      candidates.add(
          Requests.candidate(
              entry.getKey(), price(entry.getKey(), spent / entry.getValue().size())));
    }
    return new Outcomes(name, items, candidates, quality, cost);
  }

  /** The stated price; where there is none, one under which answers cost what they did. */
  private Price price(String model, double meanCost) {
    Map<String, String> row = columns(model);
    double input = number(row, "price_in_usd_per_mtok");
    double output = number(row, "price_out_usd_per_mtok");
    if (Double.isNaN(input) || Double.isNaN(output) || input < 0 || output < 0) {
      input = 0;
      output = meanCost * MICROS / ASSUMED_TOKENS;
    }
    BigDecimal in = BigDecimal.valueOf(input);
    return new Price(in, BigDecimal.valueOf(output), in, in);
  }

  private Map<String, Item> items(String name) throws IOException {
    Path file = directory.resolve(name + PROMPTS);
    var items = new LinkedHashMap<String, Item>();
    try (var lines = Files.lines(file)) {
      for (String line : (Iterable<String>) lines::iterator) {
        if (!line.isBlank()) {
          Json json = parse(line, file);
          String id = json.text("id", "");
          items.put(id, new Item(id, json.text("task", ""), Requests.prompt(json)));
        }
      }
    }
    return items;
  }

  private static Json parse(String text, Path file) throws IOException {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return Json.parse(Bytes.owning(bytes), JsonLimits.DEFAULT);
    } catch (JsonException e) {
      throw new IOException(file.getFileName() + " is no JSON", e);
    }
  }

  /** Rows of a CSV file (RFC 4180) under its headings. */
  private static final class CsvReader implements AutoCloseable {
    private final java.io.BufferedReader in;
    private final List<String> headings;

    CsvReader(java.io.BufferedReader in) throws IOException {
      this.in = in;
      String first = in.readLine();
      this.headings = first == null ? List.of() : cells(first);
    }

    @Nullable Map<String, String> next() throws IOException {
      String line = in.readLine();
      if (line == null) {
        return null;
      }
      List<String> cells = cells(line);
      var row = new HashMap<String, String>();
      for (int i = 0; i < Math.min(cells.size(), headings.size()); i++) {
        row.put(headings.get(i), cells.get(i));
      }
      return row;
    }

    private static List<String> cells(String line) {
      if (line.indexOf('"') < 0) {
        return Arrays.asList(line.split(",", -1));
      }
      var cells = new ArrayList<String>();
      var cell = new StringBuilder();
      boolean quoted = false;
      for (int i = 0; i < line.length(); i++) {
        char c = line.charAt(i);
        if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
          cell.append(c);
          i++;
        } else if (c == '"') {
          quoted = !quoted;
        } else if (c == ',' && !quoted) {
          cells.add(cell.toString());
          cell.setLength(0);
        } else {
          cell.append(c);
        }
      }
      cells.add(cell.toString());
      return cells;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
