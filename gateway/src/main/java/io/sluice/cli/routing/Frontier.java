package io.sluice.cli.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The upper hull, nowhere falling, of points of mean cost and mean quality: what can be had by
 * mixing them at random.
 */
final class Frontier {
  /** One point; cost in US dollars a request. */
  record Point(double cost, double quality) {}

  private final List<Point> hull = new ArrayList<>();

  Frontier(List<Point> points) {
    var sorted = new ArrayList<>(points);
    sorted.sort(
        Comparator.comparingDouble(Point::cost)
            .thenComparing(Comparator.comparingDouble(Point::quality).reversed()));
    for (Point point : sorted) {
      if (hull.isEmpty() || point.quality() > hull.getLast().quality()) {
        while (hull.size() >= 2 && !bends(hull.get(hull.size() - 2), hull.getLast(), point)) {
          hull.removeLast();
        }
        hull.add(point);
      }
    }
  }

  /** Whether {@code middle} lies above the line between the others. */
  private static boolean bends(Point first, Point middle, Point last) {
    return (middle.quality() - first.quality()) * (last.cost() - first.cost())
        > (last.quality() - first.quality()) * (middle.cost() - first.cost());
  }

  /** The best quality there is. */
  double best() {
    return hull.getLast().quality();
  }

  /** The least cost at which that quality is had; infinite: it is not. */
  double cost(double quality) {
    for (int i = 0; i < hull.size(); i++) {
      Point at = hull.get(i);
      if (at.quality() >= quality - 1e-12) {
        if (i == 0) {
          return at.cost();
        }
        Point before = hull.get(i - 1);
        double share = (quality - before.quality()) / (at.quality() - before.quality());
        return before.cost() + share * (at.cost() - before.cost());
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /** The mean quality between two costs: AIQ; the quality at {@code from} if they are the same. */
  double area(double from, double to) {
    if (to <= from) {
      return quality(from);
    }
    double area = 0;
    double at = from;
    for (Point point : hull) {
      double until = Math.min(point.cost(), to);
      if (until > at) {
        area += (until - at) * (quality(at) + quality(until)) / 2;
        at = until;
      }
    }
    area += Math.max(0, to - at) * best();
    return area / (to - from);
  }

  private double quality(double cost) {
    if (cost < hull.getFirst().cost()) {
      return 0;
    }
    for (int i = 1; i < hull.size(); i++) {
      Point at = hull.get(i);
      if (cost <= at.cost()) {
        Point before = hull.get(i - 1);
        double share = (cost - before.cost()) / (at.cost() - before.cost());
        return before.quality() + share * (at.quality() - before.quality());
      }
    }
    return best();
  }
}
