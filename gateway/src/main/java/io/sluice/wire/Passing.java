package io.sluice.wire;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Span;
import io.sluice.model.Splice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a frame says with what may be said of it, for passing it on in its own format: a
 * text that was changed, shortened to nothing or lengthened is put into the frame's own bytes.
 */
public final class Passing {
  private Passing() {}

  /**
   * The changes that make {@code frame} say {@code events}.
   *
   * @return null if {@code events} holds something that has no place in the frame
   */
  public static @Nullable List<Splice> splices(Frame frame, List<Event> events) {
    var splices = new ArrayList<Splice>(1);
    int at = 0;
    for (Event old : frame.events()) {
      Event now = at < events.size() ? events.get(at) : null;
      Span span = span(old);
      if (span == null) {
        if (now == null || !now.equals(old)) {
          return null;
        }
        at++;
      } else if (now != null && sameKind(old, now)) {
        if (!text(old).equals(text(now))) {
          splices.add(new Splice(span, JsonWriter.escaped(text(now))));
        }
        at++;
      } else {
        splices.add(new Splice(span, Bytes.EMPTY));
      }
    }
    return at == events.size() ? splices : null;
  }

  /** The texts at the head of {@code events} that come before what {@code frame} itself says. */
  public static List<Event> before(Frame frame, List<Event> events) {
    int count = 0;
    while (count < events.size() && splices(frame, events.subList(count, events.size())) == null) {
      count++;
    }
    return events.subList(0, count);
  }

  private static @Nullable Span span(Event event) {
    return switch (event) {
      case Event.Text text when text.span().length() > 0 -> text.span();
      case Event.ToolArguments arguments when arguments.span().length() > 0 -> arguments.span();
      default -> null;
    };
  }

  private static boolean sameKind(Event old, Event now) {
    return switch (old) {
      case Event.Text a -> now instanceof Event.Text b && a.choice() == b.choice();
      case Event.ToolArguments a ->
          now instanceof Event.ToolArguments b
              && a.choice() == b.choice()
              && a.index() == b.index();
      default -> false;
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
