package io.sluice.pipeline;

import io.sluice.model.Traced;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How much of what each application sends is content that was labelled before, since this process
 * began. Thread-safe.
 */
public final class FlowTallies {
  /** Applications beyond these are counted together. */
  private static final int MOST_APPLICATIONS = 1_000;

  private static final String OTHERS = "(others)";

  private final ConcurrentHashMap<Place, Counts> places = new ConcurrentHashMap<>();

  private record Place(String tenant, String app) {}

  private static final class Counts {
    final LongAdder exchanges = new LongAdder();
    final LongAdder segments = new LongAdder();
    final LongAdder relabelled = new LongAdder();
    final LongAdder stricter = new LongAdder();
    final LongAdder would = new LongAdder();
  }

  /**
   * One application, empty where its keys name none.
   *
   * @param segments pieces of text that it sent
   * @param relabelled those in which something was recognised
   * @param stricter those that became stricter by it
   * @param would exchanges that enforcing it would have decided otherwise
   */
  public record Tally(
      String tenant,
      String app,
      long exchanges,
      long segments,
      long relabelled,
      long stricter,
      long would) {}

  void seen(Content content, boolean would) {
    var principal = content.facts().principal();
    Counts counts = counts(principal.tenant(), principal.affiliation().app());
    counts.exchanges.increment();
    counts.would.add(would ? 1 : 0);
    for (Traced traced : content.inspection().provenance().bySegment()) {
      counts.segments.increment();
      if (!traced.stretches().isEmpty()) {
        counts.relabelled.increment();
        counts.stricter.add(traced.label().equals(traced.own()) ? 0 : 1);
      }
    }
  }

  private Counts counts(String tenant, String app) {
    var place = new Place(tenant, app);
    Counts known = places.get(place);
    if (known != null) {
      return known;
    }
    var counted = places.size() < MOST_APPLICATIONS ? place : new Place(OTHERS, OTHERS);
    return places.computeIfAbsent(counted, _ -> new Counts());
  }

  /** All of them, by tenant and name. */
  public List<Tally> all() {
    var all = new ArrayList<Tally>();
    places.forEach(
        (place, counts) ->
            all.add(
                new Tally(
                    place.tenant(),
                    place.app(),
                    counts.exchanges.sum(),
                    counts.segments.sum(),
                    counts.relabelled.sum(),
                    counts.stricter.sum(),
                    counts.would.sum())));
    all.sort(Comparator.comparing(Tally::tenant).thenComparing(Tally::app));
    return all;
  }
}
