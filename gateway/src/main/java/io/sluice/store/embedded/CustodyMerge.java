package io.sluice.store.embedded;

import io.sluice.audit.Custody.Match;
import io.sluice.audit.Custody.Seen;
import io.sluice.audit.Sighting.How;
import io.sluice.audit.Sighting.Way;
import io.sluice.model.ExchangeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts together what several texts of one exchange have in common with the one that is looked for.
 * A text that was sent masked is there twice, as it was and as it went: only what both have in
 * common with the question reached the model in clear.
 */
final class CustodyMerge {
  private record Place(ExchangeId exchange, Way way, String model) {}

  private CustodyMerge() {}

  static List<Seen> newest(List<Seen> all, int limit) {
    var places = new LinkedHashMap<Place, Map<How, Seen>>();
    for (Seen one : all) {
      places
          .computeIfAbsent(
              new Place(one.exchange(), one.way(), one.model()), _ -> new EnumMap<>(How.class))
          .merge(one.how(), one, CustodyMerge::better);
    }
    var merged = new ArrayList<Seen>();
    places.values().forEach(ways -> merged.add(one(ways)));
    merged.sort(
        Comparator.comparing(Seen::at).reversed().thenComparing(seen -> seen.exchange().value()));
    return List.copyOf(merged.subList(0, Math.min(limit, merged.size())));
  }

  private static Seen better(Seen one, Seen other) {
    Match a = one.match();
    Match b = other.match();
    return a.exact() || !b.exact() && a.matched() >= b.matched() ? one : other;
  }

  private static Seen one(Map<How, Seen> ways) {
    Seen clear = ways.get(How.CLEAR);
    Seen altered = ways.containsKey(How.MASKED) ? ways.get(How.MASKED) : ways.get(How.BLOCKED);
    if (clear == null || altered == null) {
      return ways.values().iterator().next();
    }
    Match whole = altered.match();
    Match passed = clear.match();
    boolean allPassed = !whole.exact() && passed.matched() >= whole.matched() || passed.exact();
    return allPassed ? clear : altered;
  }
}
