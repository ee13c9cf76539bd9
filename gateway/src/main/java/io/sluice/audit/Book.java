package io.sluice.audit;

import io.sluice.audit.EntryReader.Head;
import io.sluice.json.Json;
import io.sluice.model.ExchangeId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the entries of an exchange, straight from the log: its id is a UUIDv7 and says when to
 * look, and entries stand in the order of time as far as clocks go forward.
 */
public final class Book {
  private static final long EARLIER_MS = 600_000;
  private static final long LATER_MS = 3_600_000;
  private static final long MINUTE_MS = 60_000;
  private static final long COUNTED_LATE_MS = 10_000;

  private final EntryLog log;

  /** Reads from {@code log}. */
  public Book(EntryLog log) {
    this.log = log;
  }

  /**
   * All durable entries of an exchange; empty if there are none. A refusal that was counted is
   * found by the first exchange of its count alone.
   *
   * @throws IOException if the log cannot be read
   */
  public Optional<Trace> trace(ExchangeId exchange) throws IOException {
    long time = millis(exchange.value());
    List<Trace.Line> lines = List.of();
    if (time >= 0) {
      lines = scan(exchange, firstAt(time - EARLIER_MS), time + LATER_MS);
    }
    if (lines.isEmpty()) {
      lines = scan(exchange, 0, Long.MAX_VALUE);
    }
    return lines.isEmpty() ? Optional.empty() : Optional.of(new Trace(exchange, log.name(), lines));
  }

  /**
   * The entries of one exchange where its id says when it began; empty for any other id. Reads next
   * to nothing, so that anybody may ask.
   *
   * @throws IOException if the log cannot be read
   */
  public Optional<Trace> near(ExchangeId exchange) throws IOException {
    long time = millis(exchange.value());
    List<Trace.Line> lines =
        time < 0 ? List.of() : scan(exchange, firstAt(time - EARLIER_MS), time + LATER_MS);
    return lines.isEmpty() ? Optional.empty() : Optional.of(new Trace(exchange, log.name(), lines));
  }

  /**
   * The counts of refusals of the minute in which {@code exchange} got its id: it may be in one of
   * them, if it has no entry of its own.
   *
   * @throws IOException if the log cannot be read
   */
  public List<Trace.Line> counted(ExchangeId exchange) throws IOException {
    long minute = Math.floorDiv(millis(exchange.value()), MINUTE_MS);
    if (minute < 0) {
      return List.of();
    }
    var lines = new ArrayList<Trace.Line>();
    long until = (minute + 1) * MINUTE_MS + COUNTED_LATE_MS;
    long seen =
        log.walk(
            firstAt(minute * MINUTE_MS),
            (index, entry) -> {
              Head head = EntryReader.head(entry);
              if (head.kind().equals("refusals")) {
                Json json = EntryReader.json(entry);
                if (FactsText.number(json, "minute") == minute) {
                  lines.add(new Trace.Line(index, json));
                }
              }
              return head.at() <= until;
            });
    return seen < 0 ? List.of() : lines;
  }

  /** Up to the closing entry; gives up at {@code until} if nothing was found by then. */
  private List<Trace.Line> scan(ExchangeId exchange, long from, long until) throws IOException {
    var lines = new ArrayList<Trace.Line>();
    long seen =
        log.walk(
            from,
            (index, entry) -> {
              Head head = EntryReader.head(entry);
              boolean wanted = exchange.equals(head.exchange());
              if (wanted) {
                lines.add(new Trace.Line(index, EntryReader.json(entry)));
              }
              return !(wanted && head.closes()) && !(lines.isEmpty() && head.at() > until);
            });
    return seen == from ? List.of() : lines;
  }

  /** The first entry written at {@code millis} or later. */
  private long firstAt(long millis) throws IOException {
    long low = 0;
    long high = log.size();
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (EntryReader.head(log.entry(middle)).at() < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The time in a UUIDv7, in milliseconds since 1970; -1 for anything else. */
  private static long millis(String id) {
    if (id.length() != 36 || id.charAt(8) != '-' || id.charAt(14) != '7') {
      return -1;
    }
    try {
      return Long.parseLong(id.substring(0, 8) + id.substring(9, 13), 16);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
