package io.sluice.audit;

import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Refusals that are counted instead of entered one by one. Bounded; thread-safe. */
final class RefusalCounts {
  private static final int MOST_KEYS = 1_024;
  private static final long MINUTE_MS = 60_000;
  private static final int MOST_SOURCE_CHARS = 200;
  private static final String OTHERS = "(others)";

  private record Key(String source, Refusal.Stage stage, Code code) {}

  /** So many refusals of one source for one reason within one minute. */
  record Count(
      String source, Refusal.Stage stage, Code code, ExchangeId first, long minute, long count) {}

  private static final class Tally {
    private final ExchangeId first;
    private long count;

    Tally(ExchangeId first) {
      this.first = first;
    }
  }

  private final Map<Key, Tally> tallies = new LinkedHashMap<>();
  private long minute = Long.MIN_VALUE;

  /** Counts one; the counts of the minute before, if this is the first of another. */
  synchronized List<Count> add(Refusal refusal, long millis) {
    List<Count> done = over(millis);
    minute = Math.floorDiv(millis, MINUTE_MS);
    var key = new Key(shortened(refusal.source()), refusal.stage(), refusal.fault().code());
    if (tallies.size() >= MOST_KEYS && !tallies.containsKey(key)) {
      key = new Key(OTHERS, key.stage(), key.code());
    }
    tallies.computeIfAbsent(key, ignored -> new Tally(refusal.exchange())).count++;
    return done;
  }

  /** The counts of a minute that is over; none while it lasts. */
  synchronized List<Count> over(long millis) {
    return Math.floorDiv(millis, MINUTE_MS) == minute ? List.of() : all();
  }

  /** All counts; they are forgotten here. */
  synchronized List<Count> all() {
    if (tallies.isEmpty()) {
      return List.of();
    }
    var done = new ArrayList<Count>(tallies.size());
    tallies.forEach(
        (key, tally) ->
            done.add(
                new Count(
                    key.source(), key.stage(), key.code(), tally.first, minute, tally.count)));
    tallies.clear();
    return done;
  }

  private static String shortened(String source) {
    return source.length() <= MOST_SOURCE_CHARS ? source : source.substring(0, MOST_SOURCE_CHARS);
  }
}
