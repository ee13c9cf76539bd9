package io.sluice.config;

import io.sluice.registry.RouteSetting.Durability;
import io.sluice.registry.RouteSetting.Flow;
import io.sluice.registry.RouteSetting.Handling;
import io.sluice.registry.RouteSetting.Payloads;
import io.sluice.registry.RouteSetting.Weights;
import java.util.List;
import java.util.Locale;

/** What a route says besides its models. */
final class RouteSections {
  private RouteSections() {}

  static Weights weights(Section section) {
    try (section) {
      return section.present()
          ? new Weights(
              number(section, "cost", 1.0),
              number(section, "latency", 0.0),
              number(section, "quality", 0.0),
              number(section, "risk", 0.0),
              number(section, "switch", 0.0))
          : Weights.CHEAPEST;
    }
  }

  private static double number(Section section, String key, double otherwise) {
    String text = section.text(key).orElse("");
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      double value = Double.parseDouble(text);
      if (value >= 0 && value <= 1_000) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    section.wrong(key, "'" + key + "' must be a number from 0 to 1000");
    return otherwise;
  }

  static Handling handling(Section section) {
    String flow = section.word("flow", "", List.of("", "observe", "balanced", "strict"));
    String record = section.word("record", "before_egress", List.of("before_egress", "overlapped"));
    String payloads =
        section.word("payloads", "default", List.of("default", "none", "redacted", "full"));
    String release = section.word("release", "checked", List.of("checked", "unchecked"));
    return new Handling(
        flow.isEmpty() ? null : Flow.valueOf(flow.toUpperCase(Locale.ROOT)),
        Durability.valueOf(record.toUpperCase(Locale.ROOT)),
        Payloads.valueOf(payloads.toUpperCase(Locale.ROOT)),
        true,
        release.equals("checked"),
        outputUse(section),
        ToolSections.readers(section).names());
  }

  /** {@code text}, or as what applications carry answers out; else anything. */
  private static List<String> outputUse(Section section) {
    List<String> said = section.texts("output_use");
    if (said.equals(List.of("text"))) {
      return List.of();
    }
    for (String use : said) {
      if (!Handling.USES.contains(use)) {
        String all = "'output_use' is text, or some of " + String.join(", ", Handling.USES);
        section.unresolved("output_use", all, use, Handling.USES);
      }
    }
    return said.isEmpty() ? Handling.USES : said.stream().filter(Handling.USES::contains).toList();
  }
}
