package io.sluice.wire.gemini;

import io.sluice.model.Bytes;
import io.sluice.model.Splice;
import io.sluice.wire.SseText;
import java.util.List;

/**
 * A stream being written, as server-sent events or as one JSON array. Frames of the provider and
 * own ones may follow each other in any order: of an array, what stands before an element is put
 * right.
 */
final class Framed {
  private static final Bytes OPEN = Bytes.utf8("[");
  private static final Bytes NEXT = Bytes.utf8(",\r\n");
  private static final Bytes CLOSE = Bytes.utf8("]");
  private static final Bytes DATA = Bytes.utf8("data: ");
  private static final Bytes BLANK = Bytes.utf8("\r\n\r\n");

  private final boolean events;
  private SseText out = new SseText();
  private boolean begun;
  private boolean closed;

  Framed(boolean events) {
    this.events = events;
  }

  String mediaType() {
    return events ? "text/event-stream; charset=utf-8" : "application/json; charset=utf-8";
  }

  /** One piece of our own. */
  void data(Bytes json) {
    if (events) {
      out.add(DATA);
      out.add(json);
      out.add(BLANK);
    } else {
      out.add(begun ? NEXT : OPEN);
      out.add(json);
      begun = true;
    }
  }

  /** A frame of the provider, but for {@code splices}. */
  void frame(Bytes raw, List<Splice> splices) {
    Bytes said = Splice.apply(raw, splices);
    if (!events && !said.isEmpty()) {
      element(said);
    } else {
      out.add(said);
    }
  }

  private void element(Bytes said) {
    int at = 0;
    while (at < said.length() && said.at(at) <= ' ') {
      at++;
    }
    byte first = at < said.length() ? said.at(at) : 0;
    if (first == '{' || first == ',' && !begun || first == '[' && begun) {
      out.add(begun ? NEXT : OPEN);
      out.add(said.slice(first == '{' ? at : at + 1, said.length()));
      begun = true;
    } else if (first == ']') {
      end(said);
    } else {
      begun |= first == '[';
      out.add(said);
    }
  }

  /** What closes the stream, unless the provider did. */
  void end() {
    if (!events) {
      end(CLOSE);
    }
  }

  private void end(Bytes bracket) {
    if (!closed) {
      closed = true;
      if (!begun) {
        out.add(OPEN);
      }
      out.add(bracket);
    }
  }

  /** All that was written since the last time. */
  Bytes take() {
    Bytes all = out.bytes();
    out = new SseText();
    return all;
  }
}
