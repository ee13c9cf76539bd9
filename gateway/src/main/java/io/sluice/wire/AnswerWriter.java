package io.sluice.wire;

import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Loss;
import java.util.List;
import java.util.Optional;

/** Writes one answer, stream or whole. Confined to one thread at a time. */
public interface AnswerWriter {
  /**
   * Says {@code events}, which replace those of {@code frame}, a frame of this same format: the
   * frame's own bytes where nothing changed, else with as few changes as can be. Text in {@code
   * events} may be shorter, longer, missing, or new before other events.
   */
  Bytes pass(Frame frame, List<Event> events);

  /** Says {@code events} that came from another format. A whole answer is kept for the end. */
  Bytes write(List<Event> events);

  /**
   * What closes the answer after its last event; of a whole answer in another format, all of it.
   */
  Bytes end();

  /** Ends an answer that policy stopped: this format's own way to say so, with a sluice object. */
  Bytes cut(Fault fault);

  /** Ends an answer that broke: this format's error event. Streams only. */
  Bytes broken(Fault fault);

  /** The content type of what is written. */
  default String mediaType(boolean stream) {
    return stream ? "text/event-stream; charset=utf-8" : "application/json";
  }

  /** What keeps a stream alive of which nothing can be said yet; empty where no bytes may. */
  default Bytes keepAlive() {
    return Bytes.utf8(": keep-alive\n\n");
  }

  /** The answer to be kept; empty until it is complete, and in formats that keep none. */
  default Optional<Kept> kept() {
    return Optional.empty();
  }

  /** What could not be said so far. */
  List<Loss> losses();
}
