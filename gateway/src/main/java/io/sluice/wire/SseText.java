package io.sluice.wire;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Splice;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Server-sent events being written, one after the other, and frames passed on between them. */
public final class SseText {
  private static final Bytes EVENT = Bytes.utf8("event: ");
  private static final Bytes DATA = Bytes.utf8("data: ");
  private static final Bytes LINE = Bytes.utf8("\n");
  private static final Bytes BLANK = Bytes.utf8("\n\n");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  /** An event without a type. */
  public void data(JsonWriter json) {
    add(DATA);
    add(json.done());
    add(BLANK);
  }

  /** An event of a type. */
  public void event(String type, JsonWriter json) {
    add(EVENT);
    add(Bytes.utf8(type));
    add(LINE);
    data(json);
  }

  /** A frame as it came, but for {@code splices}. */
  public void frame(Frame frame, List<Splice> splices) {
    add(Splice.apply(frame.raw(), splices));
  }

  /** Bytes that are framed already. */
  public void add(Bytes bytes) {
    out.write(bytes.array(), bytes.offset(), bytes.length());
  }

  /** All that was written. */
  public Bytes bytes() {
    return Bytes.owning(out.toByteArray());
  }
}
