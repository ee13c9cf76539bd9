package io.sluice.audit;

import io.sluice.json.Json;
import io.sluice.model.Money;
import io.sluice.model.Plan;
import io.sluice.model.Plan.Choice;
import io.sluice.model.Plan.Score;
import java.util.List;
import java.util.Locale;

/** What put candidates in order, as it stands in a decision entry, both ways. */
final class PlanText {
  private static final int PARTS = 1_000;

  private PlanText() {}

  static void write(EntryText text, Choice choice) {
    if (choice.why().isEmpty() && choice.scores().isEmpty()) {
      return;
    }
    text.open("plan").text("layer", Words.of(choice.layer())).array("scores");
    for (Score score : Entries.kept(text, choice.scores())) {
      text.open();
      if (score.costMicros() >= 0) {
        text.number("cost", Math.round(score.costMicros()));
      }
      if (score.quality() >= 0) {
        text.number("quality", Math.round(score.quality() * PARTS));
      }
      text.number("total", Math.round(Math.min(score.total(), PARTS) * PARTS)).close();
    }
    text.endArray().text("why", choice.why()).close();
  }

  /** Which layer chose, and why; empty where that was not recorded. */
  static String told(Json plan) {
    return plan.missing()
        ? ""
        : "chosen by " + layer(plan.text("layer", "")) + ": " + plan.text("why", "");
  }

  private static String layer(String word) {
    for (Plan.Layer layer : Plan.Layer.values()) {
      if (Words.of(layer).equals(word)) {
        return switch (layer) {
          case ONLY -> "there being one";
          case PIN -> "the route's rule 'pin'";
          case PREFER -> "the route's rule 'prefer'";
          case AVOID -> "the route's rule 'avoid'";
          case CANARY -> "the route's canary";
          case OBJECTIVE -> "what the route weighs";
        };
      }
    }
    return word;
  }

  /** What was expected of the candidate at {@code place} of the order. */
  static String expected(Json plan, int place) {
    List<Json> scores = plan.at("scores").items();
    if (place < 0 || place >= scores.size()) {
      return "";
    }
    Json score = scores.get(place);
    var text = new StringBuilder();
    if (!score.at("cost").missing()) {
      text.append(", expected ").append(new Money(score.integer("cost", 0)).dollars());
      text.append(" USD");
    }
    if (!score.at("quality").missing()) {
      double quality = score.integer("quality", 0) / (double) PARTS;
      text.append(String.format(Locale.ROOT, ", quality %.3f", quality));
    }
    return text.toString();
  }
}
