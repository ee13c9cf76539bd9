package io.sluice.audit;

import io.sluice.model.ExchangeId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be asked of the record without reading all of it. Made from the ledger alone, so it may
 * be deleted and made again. Not on the path of an exchange; calls may block. Thread-safe.
 */
public interface RecordIndex {
  /** The entry to go on from. */
  long next();

  /** Takes what entries say, and that all before {@code next} were read; all of it or nothing. */
  void add(List<IndexRow> rows, long next);

  /**
   * Says that much is to be added before anybody asks, or that it is done: order that only
   * questions need may be made at the end.
   */
  default void far(boolean behind) {}

  /** What is looked for by. */
  enum Field {
    TENANT,
    PRINCIPAL,
    TEAM,
    /** What was asked for, or the {@code provider/id} that answered. */
    MODEL,
    PROVIDER,
    LEVEL,
    /** permit, deny or hold. */
    DECISION,
    /** The rule that decided. */
    RULE,
    /** How it ended. */
    OUTCOME,
    CODE,
    SESSION,
    TRACE,
    SUBJECT
  }

  /**
   * What is looked for; newest first.
   *
   * @param leastCost in micro-dollars
   */
  record Query(Map<Field, String> is, Span span, long leastCost) {
    public Query {
      is = Map.copyOf(is);
    }
  }

  /** The times in [since, until) in milliseconds since 1970. */
  record Span(long since, long until) {
    /** Any time. */
    public static final Span ALL = new Span(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** One exchange as it is found. */
  record Found(
      ExchangeId exchange,
      Instant at,
      IndexRow.Asked asked,
      String verdict,
      IndexRow.Outcome outcome) {}

  /** Some of what was found, and where the rest begins; empty: there is no more. */
  record Page(List<Found> found, Optional<Place> next) {
    public Page {
      found = List.copyOf(found);
    }
  }

  /** A place in the order of what is found. */
  record Place(long at, String exchange) {
    /** Before everything. */
    public static final Place START = new Place(Long.MAX_VALUE, "\uffff");
  }

  /** What is found behind {@code after}; pages never overlap, whatever is added meanwhile. */
  Page search(Query query, Place after, int limit);

  /** How one exchange belongs to another: {@code session}, {@code trace} or {@code parent}. */
  record Relative(ExchangeId exchange, String by) {}

  /** Exchanges of the same session or trace, oldest first. */
  List<Relative> relatives(ExchangeId exchange, int limit);

  /** Exchanges that content came from, and those that it went on to. */
  record Kinship(List<ExchangeId> from, List<ExchangeId> to) {
    public Kinship {
      from = List.copyOf(from);
      to = List.copyOf(to);
    }
  }

  /** Where recognised content of an exchange was before, and where it was recognised after. */
  Kinship lineage(ExchangeId exchange, int limit);

  /** How many requests to each provider the record knows of, from entry {@code from} on. */
  Map<String, Long> calls(long from);

  /** One request to a provider, for reconciliation. */
  record Billed(ExchangeId exchange, Instant at, IndexRow.Call call) {}

  /** The requests to a provider in a span of time. */
  List<Billed> billed(String provider, Span span, int limit);

  /** Forgets on whose behalf an exchange was. */
  void forgetSubject(ExchangeId exchange);
}
