package io.sluice.audit;

import io.sluice.model.ExchangeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What can be said of an exchange that has no entry of its own: what was refused before it was read
 * is counted by source, reason and minute.
 *
 * @param refusal what is remembered of it; empty: nothing
 * @param counts the entered counts of its minute
 */
public record CountedRefusal(
    ExchangeId exchange, String log, Optional<Refusal> refusal, List<Trace.Line> counts) {
  private static final long MINUTE_SECONDS = 60;

  public CountedRefusal {
    counts = List.copyOf(counts);
  }

  /** The same for people. */
  public String text() {
    var text = new StringBuilder("exchange ").append(exchange.value()).append('\n');
    refusal.ifPresentOrElse(
        one ->
            text.append("  refused before it was read, at stage ")
                .append(Words.of(one.stage()))
                .append(": ")
                .append(one.fault().code().word())
                .append(", ")
                .append(one.fault().message())
                .append(" (source ")
                .append(one.source())
                .append(")\n"),
        () -> text.append("  has no entry of its own, and nothing is remembered of it\n"));
    text.append("  such refusals are counted by source, reason and minute");
    if (counts.isEmpty()) {
      return text.append("; the count is entered when the minute is over\n").toString();
    }
    text.append(refusal.isPresent() ? ":\n" : "; it may be one of these:\n");
    for (Trace.Line line : counts) {
      var entry = line.entry();
      var minute = Instant.ofEpochSecond(FactsText.number(entry, "minute") * MINUTE_SECONDS);
      text.append(
          "    %d x %s %s from %s in the minute of %s  [%s/%d]%n"
              .formatted(
                  entry.integer("count", 0),
                  entry.text("stage", ""),
                  entry.text("reason", ""),
                  entry.text("source", ""),
                  minute,
                  log,
                  line.index()));
    }
    return text.toString();
  }
}
