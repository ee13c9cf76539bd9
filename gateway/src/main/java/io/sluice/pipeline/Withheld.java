package io.sluice.pipeline;

import io.sluice.model.Event;
import io.sluice.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * What of an answer waits for a decision: everything from its first tool call on, from where a
 * content rule holds it, or from its first content on where all of it is judged, frame by frame, so
 * that it can be said byte for byte as it came. Parallel calls are decided about together, so
 * nothing of one leaves where another is refused. Confined to one loop.
 */
final class Withheld {
  /** The most bytes of frames that wait: 32 MiB, beyond which the answer is stopped. */
  static final long MOST_BYTES = 32L << 20;

  private final List<Piece> pieces = new ArrayList<>(0);
  private long bytes;

  /** A frame, and what may be said of it. */
  private record Piece(Frame frame, List<Event> said) {}

  /** Keeps a frame, if it or one before must wait; false if it may pass. */
  boolean take(Frame frame, List<Event> said, Predicate<Event> waits) {
    if (pieces.isEmpty() && said.stream().noneMatch(waits)) {
      return false;
    }
    pieces.add(new Piece(frame, said));
    bytes += frame.raw().length();
    return true;
  }

  static boolean call(Event event) {
    return event instanceof Event.ToolStarted || event instanceof Event.ToolArguments;
  }

  boolean none() {
    return pieces.isEmpty();
  }

  boolean tooMuch() {
    return bytes > MOST_BYTES;
  }

  /** Lets all of it go, in order. */
  void release(BiConsumer<Frame, List<Event>> out) {
    var all = List.copyOf(pieces);
    drop();
    all.forEach(piece -> out.accept(piece.frame, piece.said));
  }

  /** Forgets all of it. */
  void drop() {
    pieces.clear();
    bytes = 0;
  }
}
