package io.sluice.bench;

import io.sluice.bench.InjectionTexts.Text;
import io.sluice.cli.security.DataSet;
import io.sluice.inspect.InjectionFeatures;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code bench injection --data DIR [--write FILE]}: trains the linear model of injections on the
 * train rows, fixes its threshold on the dev rows, and says how well it does on sources it has not
 * seen. The same data gives the same model, byte for byte.
 *
 * <p>Logistic loss, AdaGrad, L2; features as {@link InjectionFeatures} has them, divided by the
 * square root of their number. The model is the mean of two: one learned from the rows as they are,
 * which knows their sources well, and one that also learned from {@link InjectionTexts#made}, which
 * knows others better.
 */
final class InjectionTraining {
  private static final int EPOCHS = 15;
  private static final double RATE = 0.5;
  private static final double L2 = 2e-5;
  private static final double FALSE_POSITIVES = 0.01;
  private static final int GROUP_ROWS = 1000;
  private static final double HARMFUL_WEIGHT = 0.3;
  private static final Map<String, Double> MADE_WEIGHTS =
      Map.of(InjectionTexts.WITHOUT, 0.3, InjectionTexts.MIXED, 0.5);

  /** A piece of a text: its features, whether it is an attack, and how much it counts. */
  @SuppressWarnings("ArrayRecordComponent") // made and read here alone, by the million
  private record Example(int[] features, boolean attack, float weight) {}

  private final PrintStream out;
  private final InjectionTexts texts;

  InjectionTraining(DataSet data, PrintStream out) throws IOException {
    this.out = out;
    this.texts = new InjectionTexts(data);
  }

  /** Trained weights. */
  private static final class Model {
    final float[] weights = new float[InjectionFeatures.SIZE];
    float bias;

    double score(int[] features) {
      double sum = 0;
      for (int feature : features) {
        sum += weights[feature];
      }
      return bias + (features.length == 0 ? 0 : sum / Math.sqrt(features.length));
    }

    double score(Text text) {
      double best = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < text.looked(); i++) {
        best = Math.max(best, score(text.pieces().get(i)));
      }
      return best;
    }

    Model mean(Model other) {
      var mean = new Model();
      for (int i = 0; i < weights.length; i++) {
        mean.weights[i] = (weights[i] + other.weights[i]) / 2;
      }
      mean.bias = (bias + other.bias) / 2;
      return mean;
    }
  }

  private static List<Example> examples(List<Text> wanted) {
    var sizes = new HashMap<String, Integer>();
    wanted.forEach(text -> sizes.merge(text.group(), 1, Integer::sum));
    var examples = new ArrayList<Example>();
    for (Text text : wanted) {
      double weight = Math.min(1, (double) GROUP_ROWS / sizes.getOrDefault(text.group(), 1));
      weight *= text.attack() || text.benign() ? 1 : HARMFUL_WEIGHT;
      weight *= MADE_WEIGHTS.getOrDefault(text.source().made(), 1.0);
      long attacks = text.attacks().stream().filter(is -> is).count();
      for (int i = 0; i < text.pieces().size(); i++) {
        boolean attack = text.attacks().get(i);
        double share = attack ? 1.0 / Math.sqrt((double) attacks) : 1.0;
        examples.add(new Example(text.pieces().get(i), attack, (float) (weight * share)));
      }
    }
    return examples;
  }

  /** From the train rows, but those of the file {@code without}; empty: from all of them. */
  private Model train(String without) {
    List<Text> plain =
        texts.plain().stream().filter(text -> !text.dev() && !text.file().equals(without)).toList();
    var both = new ArrayList<>(plain);
    texts.made().stream()
        .filter(text -> !text.file().equals(without))
        .filter(text -> !text.source().carrier().equals(without))
        .forEach(both::add);
    return learned(examples(plain)).mean(learned(examples(both)));
  }

  private static Model learned(List<Example> examples) {
    var model = new Model();
    var squares = new float[model.weights.length];
    var random = new SplittableRandom(1);
    double biasSquares = 1;
    int[] order = new int[examples.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      for (int i = order.length - 1; i > 0; i--) {
        int k = random.nextInt(i + 1);
        int kept = order[i];
        order[i] = order[k];
        order[k] = kept;
      }
      for (int index : order) {
        Example example = examples.get(index);
        double p = 1 / (1 + Math.exp(-model.score(example.features)));
        double error = (p - (example.attack ? 1 : 0)) * example.weight;
        double each = error / Math.sqrt(Math.max(1, example.features.length));
        for (int feature : example.features) {
          double gradient = each + L2 * model.weights[feature];
          squares[feature] += (float) (gradient * gradient);
          model.weights[feature] -=
              (float) (RATE * gradient / (Math.sqrt(squares[feature]) + 1e-3));
        }
        biasSquares += error * error;
        model.bias -= (float) (RATE * error / Math.sqrt(biasSquares));
      }
    }
    return model;
  }

  /** The lowest score that at most one in a hundred of the benign dev rows passes. */
  private double threshold(Model model) {
    double[] scores =
        texts.plain().stream()
            .filter(text -> text.dev() && text.benign())
            .mapToDouble(model::score)
            .sorted()
            .toArray();
    return scores[(int) Math.ceil(scores.length * (1 - FALSE_POSITIVES)) - 1] + 1e-6;
  }

  private double rate(Model model, double threshold, Predicate<Text> which) {
    List<Text> these = texts.plain().stream().filter(which).toList();
    long hit = these.stream().filter(text -> model.score(text) > threshold).count();
    return these.isEmpty() ? Double.NaN : (double) hit / these.size();
  }

  void run(@Nullable Path write) throws IOException {
    Model model = train("");
    double threshold = threshold(model);
    say("dev recall", rate(model, threshold, text -> text.dev() && text.attack()));
    for (String file : files(_ -> true)) {
      say(
          "  recall " + file,
          rate(model, threshold, t -> t.dev() && t.attack() && t.file().equals(file)));
      say(
          "  false positives " + file,
          rate(model, threshold, t -> t.dev() && t.benign() && t.file().equals(file)));
    }
    for (String kind : List.of("lookalike", "doc", "doc_mention", "chat", "tool_output")) {
      say(
          "  false positives of kind " + kind,
          rate(
              model,
              threshold,
              t -> t.dev() && t.benign() && t.row().text("category").equals(kind)));
    }
    say(
        "  harmful requests flagged",
        rate(model, threshold, t -> t.dev() && t.row().text("label").equals("harmful_request")));
    if (write != null) {
      write(model, threshold, write);
    }
    leaveOneOut();
  }

  private void leaveOneOut() {
    double sum = 0;
    int count = 0;
    for (String file : files(Text::attack)) {
      Model model = train(file);
      double recall =
          rate(model, threshold(model), text -> text.attack() && text.file().equals(file));
      say("left out: " + file, recall);
      sum += recall;
      count++;
    }
    say("left out, mean", sum / count);
  }

  private Set<String> files(Predicate<Text> which) {
    var files = new TreeSet<String>();
    texts.plain().stream().filter(which).forEach(text -> files.add(text.file()));
    return files;
  }

  private void say(String what, double value) {
    if (!Double.isNaN(value)) {
      out.println(String.format(Locale.ROOT, "%-45s %.4f", what, value));
    }
  }

  private static void write(Model model, double threshold, Path file) throws IOException {
    float most = 0;
    for (float weight : model.weights) {
      most = Math.max(most, Math.abs(weight));
    }
    float scale = most / 127;
    try (var data = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      data.writeInt(0x534C494D);
      data.writeInt(InjectionFeatures.SIZE);
      data.writeFloat(scale);
      data.writeFloat(model.bias);
      data.writeFloat((float) threshold);
      for (float weight : model.weights) {
        data.writeByte(Math.round(weight / scale));
      }
    }
  }

  static Map<String, String> arguments(List<String> words) {
    var all = new HashMap<String, String>();
    for (int i = 0; i + 1 < words.size(); i += 2) {
      all.put(words.get(i), words.get(i + 1));
    }
    return all;
  }

  static void main(String[] words) throws IOException {
    var all = arguments(List.of(words));
    String to = all.get("--write");
    new InjectionTraining(
            new DataSet(Path.of(all.getOrDefault("--data", "../shared/data/security"))), System.out)
        .run(to == null ? null : Path.of(to));
  }
}
