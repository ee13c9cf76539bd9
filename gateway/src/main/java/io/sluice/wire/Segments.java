package io.sluice.wire;

import io.sluice.json.Json;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Coding;
import io.sluice.model.Segment.Source;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.List;

/** Collects the texts of a request while it is read. */
public final class Segments {
  private final List<Segment> all = new ArrayList<>();
  private long bytes;

  /** The text of a JSON string. */
  public Segment text(Source source, Json string) {
    var segment = new Segment(source, string.string().orElse(""), string.inside(), Coding.STRING);
    return add(segment, string.span().length());
  }

  /** A JSON value as it stands. */
  public Segment raw(Source source, Json value) {
    return add(
        new Segment(source, value.raw().utf8(), value.span(), Coding.RAW), value.span().length());
  }

  /** A text that is not there. */
  public static Segment none(Source source) {
    return new Segment(source, "", Span.NONE, Coding.STRING);
  }

  private Segment add(Segment segment, int length) {
    bytes += length;
    if (!segment.text().isEmpty()) {
      all.add(segment);
    }
    return segment;
  }

  /** All of them, in the order they were read. */
  public List<Segment> all() {
    return all;
  }

  /** Bytes of all of them as they stand. */
  public long bytes() {
    return bytes;
  }
}
