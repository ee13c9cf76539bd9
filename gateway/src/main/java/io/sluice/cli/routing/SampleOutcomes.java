package io.sluice.cli.routing;

import io.sluice.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A small set that is made up: four kinds of work, five models each of which is good at some. It
 * shows how a folder is laid out and what the figures look like, and measures nothing.
 */
public final class SampleOutcomes {
  private static final int PROMPTS = 800;

  @SuppressWarnings("ArrayRecordComponent") // tables of numbers, compared by nobody
  private record Model(String name, double dollars, double[] quality) {}

  private static final List<Model> MODELS =
      List.of(
          new Model("nano", 0.1, new double[] {0.85, 0.30, 0.40, 0.60}),
          new Model("small-coder", 0.4, new double[] {0.60, 0.80, 0.55, 0.50}),
          new Model("medium", 1.5, new double[] {0.88, 0.70, 0.75, 0.70}),
          new Model("large", 6, new double[] {0.90, 0.82, 0.80, 0.78}),
          new Model("premium", 15, new double[] {0.93, 0.88, 0.92, 0.82}));

  private static final List<String> TASKS = List.of("triage", "code", "reckoning", "letters");

  private SampleOutcomes() {}

  /** Writes the set into {@code directory}. */
  public static void write(Path directory) throws IOException {
    var random = new Random(7);
    var prompts = new StringBuilder();
    var outcomes = new StringBuilder("id,model,quality,cost_usd,latency_s\n");
    for (int i = 0; i < PROMPTS; i++) {
      int task = i % TASKS.size();
      int words = 10 + random.nextInt(60);
      String text = text(task, words);
      prompts.append(
          new JsonWriter(512)
              .object()
              .field("id", "s" + i)
              .field("task", TASKS.get(task))
              .field("prompt", text)
              .endObject()
              .done()
              .utf8());
      prompts.append('\n');
      for (Model model : MODELS) {
        int good = random.nextDouble() < model.quality()[task] ? 1 : 0;
        double cost = (text.length() / 4.0 + 200 + random.nextInt(100)) * model.dollars() / 1e6;
        outcomes.append(
            String.format(Locale.ROOT, "s%d,%s,%d,%.9f,%n", i, model.name(), good, cost));
      }
    }
    Files.writeString(directory.resolve("sample.prompts.jsonl"), prompts);
    Files.writeString(directory.resolve("sample.outcomes.csv"), outcomes);
    Files.writeString(directory.resolve("models.csv"), models());
    Files.writeString(
        directory.resolve("policies.json"),
        """
        {"policies": [{"id": "open", "require": []},
          {"id": "eu", "require": [["jurisdiction", "in", ["EU"]]]},
          {"id": "by-class", "require": [["max_class", ">=", "$data_class"]]}]}
        """);
  }

  private static String models() {
    var text =
        new StringBuilder(
            "model,price_in_usd_per_mtok,price_out_usd_per_mtok,jurisdiction,max_class\n");
    for (Model model : MODELS) {
      String price = String.format(Locale.ROOT, "%.2f", model.dollars());
      boolean eu = model.name().startsWith("m") || model.name().startsWith("n");
      text.append(model.name()).append(',').append(price).append(',').append(price);
      text.append(eu ? ",EU,3\n" : ",US,1\n");
    }
    return text.toString();
  }

  private static String text(int task, int words) {
    String filler = "please look at the case below and answer ".repeat(words / 8 + 1);
    return switch (task) {
      case 0 -> "Which of these is it?\nA) late parcel\nB) wrong bill\nC) praise\n" + filler;
      case 1 -> "Mend this:\n```\nfor (x in y) { z(x); }\n```\n" + filler;
      case 2 -> "Find $x$ with $x^2 - 3x + 2 = 0$ and \\frac{x}{2} < 1. " + filler;
      default -> "Write to the customer. " + filler;
    };
  }

  /** Removes what was written. */
  public static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }
}
