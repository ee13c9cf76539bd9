package io.sluice.cli.routing;

import io.sluice.model.Candidate;
import io.sluice.model.ModelFamily;
import io.sluice.model.Price;
import io.sluice.model.Sha256;
import io.sluice.route.Strengths;
import io.sluice.route.StrengthsTable;
import io.sluice.route.StrengthsTable.Row;
import io.sluice.route.Tasks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The table of what to expect of models, made from recorded outcomes by the recipe of the one that
 * ships. By the kind of task told from the request: the share of good answers relative to the best
 * model of a set, of the better half of each tier of price; and the same of each family of models
 * that enough prompts were put to, drawn toward what its price says.
 */
final class Derived {
  /** With fewer prompts of a kind a set says nothing of it. */
  private static final int LEAST_PROMPTS = 20;

  private static final int TIERS = StrengthsTable.TIERS;

  /** What the best model of a set is taken to be worth, so that a dearer one can be better. */
  private static final double BEST = 0.9;

  /** A dearer tier is expected to be at least so much better. */
  private static final double LEAST_STEP = 0.01;

  /** With fewer prompts of a kind a set says nothing of a single model. */
  private static final int LEAST_OF_MODEL = 100;

  /** So many prompts what a price says of a model is worth. */
  private static final double PRIOR_PROMPTS = 100;

  /** How many prompts tell a set: of all their hashes, the least. */
  private static final int TOLD = 8;

  private final Map<String, Cells> kinds = new TreeMap<>();
  private final List<Seen> seen = new ArrayList<>();
  private final Map<String, List<String>> origins = new TreeMap<>();

  /** What one model was worth at so many prompts of one kind. */
  private record Seen(String kind, Candidate model, double quality, int prompts) {}

  /** What was seen of one kind of task. */
  private static final class Cells {
    final List<List<Double>> quality = new ArrayList<>();
    final List<Double> tokens = new ArrayList<>();

    Cells() {
      for (int i = 0; i < TIERS; i++) {
        quality.add(new ArrayList<>());
      }
    }
  }

  private Derived() {}

  /** What ships, if {@code set} did not help to make it; else the table from all others. */
  static StrengthsTable judging(List<Outcomes> sets, Outcomes set, StrengthsTable shipped) {
    var others = sets.stream().filter(one -> !one.name().equals(set.name())).toList();
    return others.isEmpty() || !helped(shipped, set) ? shipped : from(others);
  }

  /** Whether prompts of {@code set} are among those that a table was made of. */
  static boolean helped(StrengthsTable table, Outcomes set) {
    var told = new HashSet<String>();
    set.items().forEach(item -> told.add(hash(item.id())));
    return table.origins().values().stream().flatMap(List::stream).anyMatch(told::contains);
  }

  /** The table from all of these. */
  static StrengthsTable from(List<Outcomes> sets) {
    var derived = new Derived();
    for (Outcomes set : sets) {
      derived.add(set);
      derived.origins.put(
          set.name(),
          set.items().stream().map(item -> hash(item.id())).sorted().limit(TOLD).toList());
    }
    return derived.table();
  }

  private static String hash(String id) {
    byte[] hash = Sha256.begun().digest(("prompt|" + id).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, 6);
  }

  private void add(Outcomes set) {
    Map<String, List<Integer>> prompts = new TreeMap<>();
    for (int prompt = 0; prompt < set.prompts(); prompt++) {
      String kind = Tasks.of(set.items().get(prompt).prompt(), "").kind();
      prompts.computeIfAbsent(kind, _ -> new ArrayList<>()).add(prompt);
    }
    prompts.forEach(
        (kind, of) -> {
          if (of.size() >= LEAST_PROMPTS) {
            add(set, of, kind);
          }
        });
  }

  private void add(Outcomes set, List<Integer> prompts, String kind) {
    Cells cells = kinds.computeIfAbsent(kind, _ -> new Cells());
    int models = set.models().size();
    double[] quality = new double[models];
    double best = 0;
    for (int model = 0; model < models; model++) {
      quality[model] = mean(set, prompts, model);
      best = Math.max(best, quality[model]);
    }
    Map<Integer, List<Double>> byTier = new TreeMap<>();
    for (int model = 0; model < models; model++) {
      if (best > 0 && !Double.isNaN(quality[model])) {
        int tier = Strengths.tier(set.models().get(model));
        double relative = BEST * quality[model] / best;
        byTier.computeIfAbsent(tier, _ -> new ArrayList<>()).add(relative);
        seen.add(new Seen(kind, set.models().get(model), relative, prompts.size()));
      }
    }
    byTier.forEach((tier, all) -> cells.quality.get(tier).add(betterHalf(all)));
    cells.tokens.add(tokens(set, prompts));
  }

  private static double mean(Outcomes set, List<Integer> prompts, int model) {
    double sum = 0;
    int count = 0;
    for (int prompt : prompts) {
      if (set.answered(prompt, model)) {
        sum += set.quality()[prompt][model];
        count++;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  private static double betterHalf(List<Double> all) {
    all.sort(Collections.reverseOrder());
    return mean(all.subList(0, (all.size() + 1) / 2));
  }

  private static double mean(List<Double> all) {
    return all.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** Of sets few are alike in length: one that is much longer is not to count for several. */
  private static double median(List<Double> all) {
    var sorted = all.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.isEmpty()
        ? 0
        : sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  /** The length of answers by which recorded costs come out at the stated prices. */
  private static double tokens(Outcomes set, List<Integer> prompts) {
    double sum = 0;
    int count = 0;
    for (int model = 0; model < set.models().size(); model++) {
      Candidate candidate = set.models().get(model);
      for (int prompt : prompts) {
        if (set.answered(prompt, model)) {
          double input = set.inputTokens(prompt);
          sum += tokens(candidate.price(), set.cost()[prompt][model] * 1e6, input);
          count++;
        }
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  static double tokens(@Nullable Price price, double micros, double input) {
    double output = price == null ? 0 : price.output().doubleValue();
    double left = price == null ? 0 : micros - input * price.input().doubleValue();
    return output <= 0 ? 0 : Math.max(0, left / output);
  }

  private StrengthsTable table() {
    var rows = new TreeMap<String, Row>();
    var columns = new ArrayList<List<Double>>();
    for (int tier = 0; tier < TIERS; tier++) {
      var all = new ArrayList<Double>();
      for (Cells cells : kinds.values()) {
        double mean = mean(cells.quality.get(tier));
        if (!Double.isNaN(mean)) {
          all.add(mean);
        }
      }
      columns.add(all);
    }
    var usual = rising(columns.stream().map(Derived::mean).toList(), null);
    double tokens = median(kinds.values().stream().map(cells -> median(cells.tokens)).toList());
    rows.put("", new Row(usual, tokens));
    kinds.forEach(
        (kind, cells) ->
            rows.put(
                kind,
                new Row(
                    rising(cells.quality.stream().map(Derived::mean).toList(), usual),
                    median(cells.tokens))));
    taken(rows);
    return new StrengthsTable(rows, models(rows), origins);
  }

  /** Kinds that nobody recorded are taken for those nearest to them. */
  private static void taken(Map<String, Row> rows) {
    Row tools = rows.get("tools");
    Row text = rows.get("text");
    if (tools != null) {
      rows.putIfAbsent("agent", tools);
    }
    if (tools != null && text != null) {
      var between = new ArrayList<Double>();
      for (int tier = 0; tier < TIERS; tier++) {
        between.add((tools.quality().get(tier) + text.quality().get(tier)) / 2);
      }
      rows.putIfAbsent(
          "extract", new Row(between, (tools.outputTokens() + text.outputTokens()) / 2));
    }
  }

  private Map<String, Map<String, Double>> models(Map<String, Row> rows) {
    var priced = new Strengths(new StrengthsTable(rows, Map.of(), Map.of()));
    var sums = new TreeMap<String, Map<String, double[]>>();
    for (Seen one : seen) {
      if (one.prompts() >= LEAST_OF_MODEL) {
        String family = ModelFamily.of(one.model().ref().id());
        double[] sum =
            sums.computeIfAbsent(one.kind(), _ -> new TreeMap<>())
                .computeIfAbsent(family, _ -> new double[4]);
        sum[0] += one.quality() * one.prompts();
        sum[1] += one.prompts();
        sum[2] += priced.byPrice(one.kind(), one.model());
        sum[3]++;
      }
    }
    var models = new TreeMap<String, Map<String, Double>>();
    sums.forEach(
        (kind, families) -> {
          var of = models.computeIfAbsent(kind, _ -> new TreeMap<>());
          families.forEach(
              (family, sum) ->
                  of.put(
                      family,
                      (sum[0] + PRIOR_PROMPTS * sum[2] / sum[3]) / (sum[1] + PRIOR_PROMPTS)));
        });
    return models;
  }

  /** Dearer is never worse; a tier that nobody measured lies where it usually does. */
  private static List<Double> rising(List<Double> measured, @Nullable List<Double> usual) {
    var all = new ArrayList<Double>();
    double known =
        measured.stream()
            .filter(value -> !value.isNaN())
            .min(Comparator.naturalOrder())
            .orElse(0.5);
    for (int tier = 0; tier < measured.size(); tier++) {
      double value = measured.get(tier);
      if (Double.isNaN(value)) {
        value = usual == null ? known : usual.get(tier);
      }
      all.add(Math.max(value, all.isEmpty() ? 0 : all.getLast() + LEAST_STEP));
    }
    return all;
  }
}
