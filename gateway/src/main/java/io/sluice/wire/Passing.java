package io.sluice.wire;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Segment.Coding;
import io.sluice.model.Span;
import io.sluice.model.Splice;
import java.util.ArrayList;
import java.util.List;

/**
 * How a frame is passed on in its own format when other things may be said than it says.
 *
 * <p>A text that was changed, cut short or lengthened is put into the frame's own bytes; what has
 * no place in the frame is said before it. A frame of which something other than text was taken
 * away cannot be passed at all: what is left of it is said anew.
 *
 * @param frame whether the frame's own bytes are sent
 * @param before what is to be written anew before them, or instead of them
 * @param splices what changes in the frame's own bytes
 */
public record Passing(boolean frame, List<Event> before, List<Splice> splices) {
  private static final Passing NOTHING = new Passing(false, List.of(), List.of());

  /**
   * Compares what {@code frame} says with {@code now}, what may be said.
   *
   * @param arguments how this format writes a tool call's arguments where they have a span
   */
  public static Passing of(Frame frame, List<Event> now, Coding arguments) {
    List<Event> old = frame.events();
    if (now.equals(old)) {
      return new Passing(true, List.of(), List.of());
    }
    int from = ownPart(old, now);
    if (from < 0) {
      return new Passing(false, List.copyOf(now), List.of());
    }
    var before = new ArrayList<>(now.subList(0, from));
    var own = new ArrayList<>(now.subList(from, now.size()));
    var splices = new ArrayList<Splice>(1);
    boolean silent = !old.isEmpty();
    for (Event event : old) {
      if (!isText(event)) {
        silent &= isMark(event) && old.size() > 1;
        continue;
      }
      String text = take(own, event);
      silent &= text.isEmpty();
      if (!text.equals(text(event))) {
        if (span(event).equals(Span.NONE)) {
          return new Passing(false, List.copyOf(now), List.of());
        }
        splices.add(new Splice(span(event), coded(event, text, arguments)));
      }
    }
    own.removeIf(event -> !isText(event));
    before.addAll(own);
    return silent && before.isEmpty() ? NOTHING : new Passing(!silent, before, splices);
  }

  /**
   * True if {@code now} leaves out nothing but pieces that are empty. Such a frame passes as it is,
   * unless it belongs to a tool call of which nothing was said yet.
   */
  public static boolean saysNothing(Frame frame, List<Event> now) {
    if (!now.isEmpty() || frame.events().isEmpty()) {
      return false;
    }
    for (Event event : frame.events()) {
      if (!isText(event) || !text(event).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Where in {@code now} the frame's own events begin; -1 if one is missing. Texts are not looked
   * for, nor marks of an end beside other events: those have no bytes of their own.
   */
  private static int ownPart(List<Event> old, List<Event> now) {
    boolean marksOnly = old.stream().allMatch(event -> isText(event) || isMark(event));
    int at = now.size();
    for (int i = old.size() - 1; i >= 0; i--) {
      Event event = old.get(i);
      if (isText(event) || isMark(event) && !marksOnly) {
        continue;
      }
      do {
        at--;
      } while (at >= 0 && !now.get(at).equals(event) && loose(now.get(at)));
      if (at < 0 || !now.get(at).equals(event)) {
        return -1;
      }
    }
    while (at > 0 && loose(now.get(at - 1))) {
      at--;
    }
    return at;
  }

  private static boolean loose(Event event) {
    return isText(event) || isMark(event);
  }

  private static boolean isMark(Event event) {
    return event instanceof Event.TextEnded || event instanceof Event.ToolEnded;
  }

  /** Takes out of {@code own} all text that belongs where {@code place} stands. */
  private static String take(List<Event> own, Event place) {
    var text = new StringBuilder();
    own.removeIf(
        event -> {
          boolean same = samePlace(event, place);
          if (same) {
            text.append(text(event));
          }
          return same;
        });
    return text.toString();
  }

  private static boolean samePlace(Event a, Event b) {
    return switch (a) {
      case Event.Text one -> b instanceof Event.Text other && one.choice() == other.choice();
      case Event.ToolArguments one ->
          b instanceof Event.ToolArguments other
              && one.choice() == other.choice()
              && one.index() == other.index();
      default -> false;
    };
  }

  private static Bytes coded(Event place, String text, Coding arguments) {
    return place instanceof Event.ToolArguments && arguments == Coding.RAW
        ? Bytes.utf8(text)
        : JsonWriter.escaped(text);
  }

  private static boolean isText(Event event) {
    return event instanceof Event.Text || event instanceof Event.ToolArguments;
  }

  private static Span span(Event event) {
    return switch (event) {
      case Event.Text text -> text.span();
      case Event.ToolArguments arguments -> arguments.span();
      default -> Span.NONE;
    };
  }

  private static String text(Event event) {
    return switch (event) {
      case Event.Text text -> text.text();
      case Event.ToolArguments arguments -> arguments.fragment();
      default -> "";
    };
  }
}
