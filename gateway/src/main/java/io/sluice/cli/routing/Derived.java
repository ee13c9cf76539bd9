package io.sluice.cli.routing;

import io.sluice.model.Candidate;
import io.sluice.model.Price;
import io.sluice.route.Strengths;
import io.sluice.route.Tasks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The table of what to expect of models nobody measured, made anew from recorded outcomes by the
 * recipe of the one that ships: the share of good answers relative to the best model of a set, by
 * the kind of task told from the request and the tier of price, of the better half of each tier.
 */
final class Derived {
  /** With fewer prompts of a kind a set says nothing of it. */
  private static final int LEAST_PROMPTS = 20;

  private static final int TIERS = Strengths.TIERS;

  /** What the best model of a set is taken to be worth, so that a dearer one can be better. */
  private static final double BEST = 0.9;

  /** A dearer tier is expected to be at least so much better. */
  private static final double LEAST_STEP = 0.01;

  private final Map<String, Cells> kinds = new TreeMap<>();

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

  /** The table from every set but {@code without}; the shipped one where there is no other. */
  static Strengths without(List<Outcomes> sets, Outcomes without) {
    var derived = new Derived();
    for (Outcomes set : sets) {
      if (!set.name().equals(without.name())) {
        derived.add(set);
      }
    }
    return derived.kinds.isEmpty() ? Strengths.shipped() : derived.table();
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
            add(set, of, kinds.computeIfAbsent(kind, _ -> new Cells()));
          }
        });
  }

  private static void add(Outcomes set, List<Integer> prompts, Cells cells) {
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
        byTier.computeIfAbsent(tier, _ -> new ArrayList<>()).add(BEST * quality[model] / best);
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

  private Strengths table() {
    var rows = new TreeMap<String, Strengths.Row>();
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
    double tokens = mean(kinds.values().stream().map(cells -> mean(cells.tokens)).toList());
    rows.put("", new Strengths.Row(usual, tokens));
    kinds.forEach(
        (kind, cells) ->
            rows.put(
                kind,
                new Strengths.Row(
                    rising(cells.quality.stream().map(Derived::mean).toList(), usual),
                    mean(cells.tokens))));
    return new Strengths(rows);
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
