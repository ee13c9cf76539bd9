package io.sluice.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The table behind {@link Strengths}, and its text: lines of cells, {@code #} before a remark.
 *
 * <pre>
 * kind,NAME,q0,...,q4,TOKENS    what to expect of each tier at that kind of task; NAME may be empty
 * model,KIND,FAMILY,q           what was measured of a family of models at that kind of task
 * made,SET,h,...                a set of outcomes that it was made of, by some of its prompts
 * </pre>
 *
 * @param rows by kind of task; one of them under the empty text: for kinds that have none
 * @param models by kind of task, then {@link io.sluice.model.ModelFamily}: the share of answers
 *     that are good relative to the best model
 * @param origins by set: what tells some of its prompts
 */
public record StrengthsTable(
    Map<String, Row> rows,
    Map<String, Map<String, Double>> models,
    Map<String, List<String>> origins) {
  /** How many tiers there are, the cheapest first. */
  public static final int TIERS = 5;

  /**
   * What is expected at one kind of task.
   *
   * @param quality the share of answers that are good relative to the best model, one a tier
   * @param outputTokens of an answer
   */
  public record Row(List<Double> quality, double outputTokens) {
    public Row {
      quality = List.copyOf(quality);
      if (quality.size() != TIERS) {
        throw new IllegalArgumentException("a row has " + TIERS + " tiers");
      }
    }
  }

  public StrengthsTable {
    rows = Map.copyOf(rows);
    models = Map.copyOf(models);
    origins = Map.copyOf(origins);
    if (!rows.containsKey("")) {
      throw new IllegalArgumentException("a table has a row for any kind");
    }
  }

  /**
   * The table that {@code lines} hold.
   *
   * @throws IllegalArgumentException if one of them is none of it
   */
  public static StrengthsTable read(List<String> lines) {
    var rows = new HashMap<String, Row>();
    var models = new HashMap<String, Map<String, Double>>();
    var origins = new HashMap<String, List<String>>();
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<String> cells = List.of(line.split(",", -1));
      switch (cells.getFirst()) {
        case "kind" -> {
          var quality = cells.subList(2, 2 + TIERS).stream().map(Double::parseDouble).toList();
          rows.put(cells.get(1), new Row(quality, Double.parseDouble(cells.get(2 + TIERS))));
        }
        case "model" ->
            models
                .computeIfAbsent(cells.get(1), _ -> new HashMap<>())
                .put(cells.get(2), Double.parseDouble(cells.get(3)));
        case "made" -> origins.put(cells.get(1), cells.subList(2, cells.size()));
        default -> throw new IllegalArgumentException("no line of a table: " + line);
      }
    }
    return new StrengthsTable(rows, models, origins);
  }

  /** Its lines, without remarks, sorted. */
  public List<String> lines() {
    var lines = new ArrayList<String>();
    new TreeMap<>(rows)
        .forEach(
            (kind, row) -> {
              var line = new StringBuilder("kind,").append(kind);
              row.quality().forEach(value -> line.append(',').append(hundredths(value)));
              lines.add(line.append(',').append(Math.round(row.outputTokens())).toString());
            });
    new TreeMap<>(models)
        .forEach(
            (kind, of) ->
                new TreeMap<>(of)
                    .forEach(
                        (family, value) ->
                            lines.add("model," + kind + "," + family + "," + hundredths(value))));
    new TreeMap<>(origins)
        .forEach((set, told) -> lines.add("made," + set + "," + String.join(",", told)));
    return lines;
  }

  private static String hundredths(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
