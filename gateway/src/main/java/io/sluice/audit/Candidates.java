package io.sluice.audit;

import io.sluice.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Retells what became of every candidate of a decision. */
final class Candidates {
  private Candidates() {}

  static List<String> of(Json decision) {
    List<String> order = FactsText.list(decision.at("order"));
    var lines = new ArrayList<String>();
    Explanation.add(lines, PlanText.told(decision.at("plan")));
    for (Json verdict : decision.at("verdicts").items()) {
      lines.add(line(decision, order, verdict));
    }
    return lines;
  }

  private static String line(Json decision, List<String> order, Json verdict) {
    String model = verdict.text("model", "");
    var text = new StringBuilder(model);
    if (!verdict.at("allowed").bool(false)) {
      text.append(": not permitted");
      Explanation.add(text, ", ", verdict.text("reason", ""));
    } else if (order.contains(model)) {
      text.append(": choice ").append(order.indexOf(model) + 1);
      text.append(PlanText.expected(decision.at("plan"), order.indexOf(model)));
      Explanation.add(text, ", masked ", String.join(",", FactsText.list(verdict.at("mask"))));
    } else {
      text.append(": permitted, passed over");
      Explanation.add(text, ", ", rejection(decision, model));
    }
    Explanation.add(text, ", by ", String.join(", ", FactsText.list(verdict.at("rules"))));
    return text.append(terms(verdict.at("terms"))).toString();
  }

  private static String rejection(Json decision, String model) {
    for (Json rejection : decision.at("rejections").items()) {
      if (rejection.text("model", "").equals(model)) {
        return rejection.text("reason", "");
      }
    }
    return "";
  }

  private static String terms(Json terms) {
    long retention = terms.integer("retention_days", -1);
    return " {%s, clearance %s, training %s, retention %s, review %s}"
        .formatted(
            terms.text("zone", ""),
            terms.text("clearance", ""),
            terms.text("training", ""),
            retention < 0 ? "unknown" : retention + " days",
            terms.text("review", ""));
  }
}
