package io.sluice.pipeline;

import io.sluice.model.Traced;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How much of what each application sends is content that was labelled before, and what stricter
 * modes would have stopped of it, since this process began. Thread-safe.
 */
public final class FlowTallies {
  /** Where a request is decided about; the others have the names of their rulings. */
  static final String REQUEST = "request";

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
    final ConcurrentHashMap<String, ConcurrentHashMap<String, LongAdder>> would =
        new ConcurrentHashMap<>();

    Map<String, Map<String, Long>> would() {
      var all = new TreeMap<String, Map<String, Long>>();
      would.forEach(
          (point, modes) -> {
            var counts = new TreeMap<String, Long>();
            modes.forEach((mode, count) -> counts.put(mode, count.sum()));
            all.put(point, counts);
          });
      return all;
    }
  }

  /**
   * One application, empty where its keys name none.
   *
   * @param segments pieces of text that it sent
   * @param relabelled those in which something was recognised
   * @param stricter those that became stricter by it
   * @param would what modes that are not in force would have stopped: by the point of decision
   *     ({@code request}, {@code tool}, {@code release}), then by the mode
   */
  public record Tally(
      String tenant,
      String app,
      long exchanges,
      long segments,
      long relabelled,
      long stricter,
      Map<String, Map<String, Long>> would) {
    public Tally {
      would = Map.copyOf(would);
    }
  }

  void seen(Content content) {
    Counts counts = counts(content);
    counts.exchanges.increment();
    for (Traced traced : content.inspection().provenance().bySegment()) {
      counts.segments.increment();
      if (!traced.stretches().isEmpty()) {
        counts.relabelled.increment();
        counts.stricter.add(traced.label().equals(traced.own()) ? 0 : 1);
      }
    }
  }

  /** At that point of decision these modes would have stopped something. */
  void would(Content content, String point, List<String> modes) {
    if (modes.isEmpty()) {
      return;
    }
    var counts = counts(content).would.computeIfAbsent(point, _ -> new ConcurrentHashMap<>(4));
    for (String mode : modes) {
      counts.computeIfAbsent(mode, _ -> new LongAdder()).increment();
    }
  }

  private Counts counts(Content content) {
    var principal = content.facts().principal();
    var place = new Place(principal.tenant(), principal.affiliation().app());
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
                    counts.would())));
    all.sort(Comparator.comparing(Tally::tenant).thenComparing(Tally::app));
    return all;
  }
}
