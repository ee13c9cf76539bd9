package io.sluice.admin;

import io.sluice.audit.Needle;
import io.sluice.audit.Payload;
import io.sluice.audit.PayloadStore;
import io.sluice.audit.RecordIndex;
import io.sluice.audit.RecordIndex.Found;
import io.sluice.audit.RecordIndex.Place;
import io.sluice.audit.RecordIndex.Query;
import io.sluice.audit.RecordIndex.Span;
import io.sluice.audit.Storing;
import io.sluice.identity.Operator;
import io.sluice.identity.Role;
import io.sluice.model.Bytes;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds exchanges by a text in their kept content, newest first: by opening what is kept of those
 * that a query finds, for an index of words would be a copy of the text. A page opens so much and
 * no more, and says where to go on. Every page is recorded as a view is: by a keyed hash of the
 * text.
 */
public final class SearchContent {

  private final Places places;
  private final Limits limits;
  private final Journal journal;
  private final Clock clock;

  /**
   * What one page may take.
   *
   * @param payloads that are opened
   * @param exchanges that are looked at, whether anything is kept of them or not
   * @param bytes of content that are opened; the last one opened may go beyond
   * @param time after which no more are looked up
   * @param batch exchanges that are looked up at once, in one pass over all that is kept
   */
  public record Limits(int payloads, int exchanges, long bytes, Duration time, int batch) {
    /** 1,000 payloads, 10,000 exchanges, 64 MiB, 5 seconds, 500 at once. */
    public static final Limits DEFAULT =
        new Limits(1_000, 10_000, 64L << 20, Duration.ofSeconds(5), 500);

    public Limits {
      if (payloads < 1 || exchanges < 1 || bytes < 1 || batch < 1 || !time.isPositive()) {
        throw new IllegalArgumentException("limits must be positive");
      }
    }
  }

  /**
   * Where it looks.
   *
   * @param settled whether what passed before is written now, having waited for it
   * @param mark a keyed hash, in hex, of what was looked for
   */
  public record Places(
      Index index, Store store, BooleanSupplier settled, Function<Bytes, String> mark) {}

  /** Finds exchanges, as {@link Investigate#search}. */
  @FunctionalInterface
  public interface Index {
    /** What is found behind {@code after}. */
    RecordIndex.Page search(Query query, Place after, int limit);
  }

  /** Looks payloads up, as {@link PayloadStore#look}. */
  @FunctionalInterface
  public interface Store {
    /** What opens them. */
    PayloadStore.Opening look(Set<ExchangeId> exchanges) throws IOException;
  }

  /** What is looked for, in which exchanges. */
  public record Wanted(String text, Query query) {
    /** Without the text, which is content. */
    @Override
    public String toString() {
      return "Wanted[" + query + "]";
    }
  }

  /**
   * What was looked at.
   *
   * @param whole payloads that are kept whole, and were opened
   * @param redacted the same with values replaced, which no search can find
   * @param unkept exchanges of which nothing is kept, or not any more
   * @param unreadable payloads that are not as they were written
   */
  public record Looked(int whole, int redacted, int unkept, int unreadable) {}

  /** Why a page ended. */
  public enum End {
    /** Everything was looked at. */
    ALL,
    /** As many were found as were asked for. */
    FOUND,
    /** It reached one of its limits: what follows was not looked at. */
    LIMIT
  }

  /** Some of what was found, and where to go on; empty: there is no more. */
  public record Page(List<Found> found, Looked looked, End end, Optional<Place> next) {
    public Page {
      found = List.copyOf(found);
    }
  }

  /** Over these places. */
  public SearchContent(Places places, Limits limits, Journal journal, Clock clock) {
    this.places = places;
    this.limits = limits;
    this.journal = journal;
    this.clock = clock;
  }

  /** A page of what follows {@code after}. Needs the role auditor, as viewing does. */
  public Page search(Wanted wanted, Place after, int limit, Operator by) {
    by.require(Role.AUDITOR);
    var needle = Needle.of(wanted.text());
    if (needle.isEmpty()) {
      throw Fault.of(Code.INVALID_REQUEST, "the text needs a letter or a digit").stop();
    }
    if (!places.settled().getAsBoolean()) {
      throw Fault.of(Code.OVERLOADED, "what passed before is not written yet").stop();
    }
    var run = new Run(needle, limit, after);
    try {
      run.through(wanted.query());
    } finally {
      journal.event("payload.searched", by.name(), run.told(wanted.query()));
    }
    return run.page();
  }

  /** One page in the making. */
  private final class Run {
    private final Needle needle;
    private final int limit;
    private final long until = clock.nanos() + limits.time().toNanos();
    private final Place from;
    private final List<Found> found = new ArrayList<>();
    private Place at;
    private End end = End.ALL;
    private int whole;
    private int redacted;
    private int unkept;
    private int unreadable;
    private long bytes;

    Run(Needle needle, int limit, Place from) {
      this.needle = needle;
      this.limit = limit;
      this.from = from;
      this.at = from;
    }

    void through(Query query) {
      boolean more = true;
      while (more) {
        if (seen() > 0 && clock.nanos() - until >= 0) {
          end = End.LIMIT; // a batch that was looked up is opened: every page comes further
          return;
        }
        var page = places.index().search(query, at, limits.batch());
        more = batch(page.found()) && page.next().isPresent();
      }
    }

    /** Looks at these; false: the page is full. */
    private boolean batch(List<Found> batch) {
      try {
        var ids = batch.stream().map(Found::exchange).collect(Collectors.toSet());
        var opening = places.store().look(ids);
        for (Found one : batch) {
          if (full()) {
            return false;
          }
          if (open(opening, one.exchange()).filter(needle::in).isPresent()) {
            found.add(one);
          }
          at = new Place(one.at().toEpochMilli(), one.exchange().value());
        }
        return true;
      } catch (IOException e) {
        throw Fault.of(Code.RECORD_UNAVAILABLE, "the payload store cannot be used").stop();
      }
    }

    private boolean full() {
      if (found.size() >= limit) {
        end = End.FOUND;
      } else if (whole + redacted >= limits.payloads()
          || seen() >= limits.exchanges()
          || bytes >= limits.bytes()) {
        end = End.LIMIT;
      }
      return end != End.ALL;
    }

    private int seen() {
      return whole + redacted + unkept + unreadable;
    }

    private Optional<Payload> open(PayloadStore.Opening opening, ExchangeId exchange) {
      Optional<Payload> payload;
      try {
        payload = opening.open(exchange);
      } catch (IOException e) {
        unreadable++;
        return Optional.empty();
      }
      if (payload.isEmpty()) {
        unkept++;
      } else if (payload.get().storing() == Storing.FULL) {
        whole++;
      } else {
        redacted++;
      }
      payload.ifPresent(it -> it.parts().values().forEach(part -> bytes += part.length()));
      return payload;
    }

    Page page() {
      var looked = new Looked(whole, redacted, unkept, unreadable);
      return new Page(found, looked, end, end == End.ALL ? Optional.empty() : Optional.of(at));
    }

    /** What the record says of it. */
    Map<String, String> told(Query query) {
      var details = new TreeMap<String, String>();
      query.is().forEach((field, value) -> details.put("where " + word(field), value));
      if (!query.span().equals(Span.ALL)) {
        details.put("since", Long.toString(query.span().since()));
        details.put("until", Long.toString(query.span().until()));
      }
      details.put("text", places.mark().apply(needle.compared()));
      details.put("opened", Integer.toString(whole + redacted));
      details.put("found", Integer.toString(found.size()));
      if (seen() > 0) {
        details.put("to", at.exchange());
      }
      if (!from.equals(Place.START)) {
        details.put("after", from.exchange());
      }
      return details;
    }

    private static String word(Enum<?> field) {
      return field.name().toLowerCase(Locale.ROOT);
    }
  }
}
