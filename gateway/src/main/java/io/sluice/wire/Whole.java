package io.sluice.wire;

import io.sluice.model.Bytes;
import java.io.ByteArrayOutputStream;

/** Collects the body of an answer that is not streamed, up to a bound. */
public final class Whole {
  /** The most such a body may have; what is beyond is dropped, and the body is then no JSON. */
  public static final int MOST_BYTES = 64 << 20;

  private Bytes single = Bytes.EMPTY;
  private final ByteArrayOutputStream more = new ByteArrayOutputStream(0);

  /** Takes the next bytes. */
  public void add(Bytes bytes) {
    if (single.isEmpty() && more.size() == 0) {
      single = bytes;
      return;
    }
    if (more.size() == 0) {
      more.write(single.array(), single.offset(), single.length());
    }
    int room = Math.min(bytes.length(), MOST_BYTES - more.size());
    more.write(bytes.array(), bytes.offset(), room);
  }

  /** All of it. */
  public Bytes bytes() {
    return more.size() == 0 ? single : Bytes.owning(more.toByteArray());
  }
}
