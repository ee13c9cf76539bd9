package io.sluice.wire.bedrock;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Splice;
import io.sluice.wire.AwsEventStream;
import io.sluice.wire.Frame;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Events being written, one after the other, and frames passed on between them. */
final class EventText {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  void event(String type, JsonWriter json) {
    add(AwsEventStream.event(type, json.done()));
  }

  /** A frame as it came, but for {@code splices}. */
  void frame(Frame frame, List<Splice> splices) {
    Bytes raw = frame.raw();
    add(splices.isEmpty() ? raw : AwsEventStream.resealed(Splice.apply(raw, splices)));
  }

  private void add(Bytes bytes) {
    out.write(bytes.array(), bytes.offset(), bytes.length());
  }

  Bytes bytes() {
    return Bytes.owning(out.toByteArray());
  }
}
