package io.sluice.pipeline;

import io.sluice.model.Event;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the names of rules in the place of what they found, in an answer that is said event by
 * event. Used for one answer, from its beginning to its end.
 */
final class Cut {
  private final Map<Long, List<Place>> places = new HashMap<>(2);
  private final Map<Long, Integer> said = new HashMap<>(2);

  /** What a rule found in a text. */
  record Place(Span span, String rule) {}

  /** {@code places} by voice, as {@link Taking} numbers them. */
  Cut(Map<Long, List<Place>> places) {
    places.forEach((voice, all) -> this.places.put(voice, apart(all)));
  }

  /** Sorted; of two that overlap, one over both. */
  private static List<Place> apart(List<Place> all) {
    var sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingInt(place -> place.span().start()));
    var apart = new ArrayList<Place>(all.size());
    for (Place next : sorted) {
      Place last = apart.isEmpty() ? null : apart.getLast();
      if (last == null || next.span().start() >= last.span().end()) {
        apart.add(next);
      } else {
        int end = Math.max(last.span().end(), next.span().end());
        apart.set(apart.size() - 1, new Place(new Span(last.span().start(), end), last.rule()));
      }
    }
    return apart;
  }

  /** The next events, as they may be said. */
  List<Event> of(List<Event> events) {
    var out = new ArrayList<Event>(events.size());
    for (Event event : events) {
      switch (event) {
        case Event.Text(int choice, String text, Span span) -> {
          String left = left(Taking.voice(choice, -1), text);
          if (!left.isEmpty()) {
            out.add(new Event.Text(choice, left, span));
          }
        }
        case Event.Refusal(int choice, String text) -> {
          String left = left(Taking.voice(choice, -1), text);
          if (!left.isEmpty()) {
            out.add(new Event.Refusal(choice, left));
          }
        }
        case Event.Thinking(String text) -> {
          String left = left(Taking.REASONING, text);
          if (!left.isEmpty()) {
            out.add(new Event.Thinking(left));
          }
        }
        default -> out.add(event); // nothing else says text that can be cut
      }
    }
    return out.equals(events) ? events : out;
  }

  private String left(long voice, String text) {
    int from = said.getOrDefault(voice, 0);
    int to = from + text.length();
    said.put(voice, to);
    var out = new StringBuilder(text.length());
    int at = from;
    for (Place place : places.getOrDefault(voice, List.of())) {
      Span span = place.span();
      if (span.start() < to && span.end() > at) {
        int start = Math.max(at, span.start());
        out.append(text, at - from, start - from);
        if (span.start() >= from) {
          out.append('[').append(place.rule()).append(']');
        }
        at = Math.min(to, span.end());
      }
    }
    return out.append(text, at - from, text.length()).toString();
  }
}
