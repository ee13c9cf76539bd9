package io.sluice.audit;

import io.sluice.json.Json;
import io.sluice.model.ExchangeId;
import java.time.Instant;
import java.util.List;

/** The entries of one exchange, oldest first; at least one. */
public record Trace(ExchangeId exchange, String log, List<Line> lines) {
  /** One entry and its index in the log. */
  public record Line(long index, Json entry) {
    /** {@code decision}, {@code ruling}, {@code outcome} and so on. */
    public String kind() {
      return entry.text("entry", "");
    }

    private String what() {
      return switch (kind()) {
        case "decision" -> entry.text("verdict", "");
        case "ruling" ->
            String.join(
                " ",
                entry.text("question", ""),
                entry.text("subject", ""),
                entry.text("verdict", ""));
        case "outcome" -> outcome();
        case "refusal" -> entry.text("stage", "") + " " + entry.at("refusal").text("code", "");
        case "refusals" ->
            entry.text("stage", "")
                + " "
                + entry.text("reason", "")
                + ", one of "
                + entry.integer("count", 0);
        default -> "";
      };
    }

    private String outcome() {
      Json outcome = entry.at("outcome");
      return String.join(
              " ",
              outcome.text("kind", ""),
              Long.toString(outcome.integer("status", 0)),
              entry.at("served").text("model", ""))
          .strip();
    }
  }

  public Trace {
    lines = List.copyOf(lines);
  }

  /** The receipt of the entry in {@code line}. */
  public String receipt(Line line) {
    return log + "/" + line.index();
  }

  /** The first entry of that kind, or a missing value. */
  public Json first(String kind) {
    for (Line line : lines) {
      if (line.kind().equals(kind)) {
        return line.entry();
      }
    }
    return lines.getFirst().entry().at("");
  }

  /** One line per entry: when, what, receipt. */
  public String text() {
    var text = new StringBuilder("exchange ").append(exchange.value()).append('\n');
    for (Line line : lines) {
      Instant at = Instant.ofEpochMilli(FactsText.number(line.entry(), "at"));
      text.append(
          "  %-24s  %-16s %s  [%s]%n".formatted(at, line.kind(), line.what(), receipt(line)));
    }
    return text.toString();
  }
}
