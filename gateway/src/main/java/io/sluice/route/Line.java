package io.sluice.route;

import io.sluice.model.Priority;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Calls that wait for what a provider lets us ask for: the most urgent first, of those whoever came
 * first. A full line sends its last away for somebody more urgent. Thread-safe.
 */
public final class Line {
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::priority).thenComparingLong(Place::number);

  private final int most;
  private final TreeSet<Place> places = new TreeSet<>(ORDER);
  private long came;

  /** Somebody's place in it. */
  public record Place(Priority priority, long number) {}

  Line(int most) {
    this.most = most;
  }

  /** A place at the end of those that are as urgent; empty: there is no room. */
  public synchronized Optional<Place> enter(Priority priority) {
    if (places.size() >= most) {
      if (places.isEmpty() || !priority.before(places.last().priority())) {
        return Optional.empty();
      }
      places.removeLast();
    }
    var place = new Place(priority, came++);
    places.add(place);
    return Optional.of(place);
  }

  /** False: somebody more urgent got it. */
  public synchronized boolean holds(Place place) {
    return places.contains(place);
  }

  /** True if nobody goes before. */
  public synchronized boolean first(Place place) {
    return !places.isEmpty() && places.first().equals(place);
  }

  /** Gives it back. */
  public synchronized void leave(Place place) {
    places.remove(place);
  }

  /** How many go before one that would come now. */
  synchronized int before(Priority priority) {
    int before = 0;
    for (Place place : places) {
      before += priority.before(place.priority()) ? 0 : 1;
    }
    return before;
  }
}
