package io.sluice.wire;

import io.sluice.model.Bytes;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a byte stream into lines, however the bytes come. Every byte belongs to exactly one line,
 * its end included, so that lines in order are the stream. Confined to one thread at a time.
 */
public final class LineFrames {
  /** The most one line may have; longer ones are an error of the provider. */
  public static final int MOST_BYTES = 8 << 20;

  private byte[] buffer = new byte[1_024];
  private int size;
  private int scanned;

  /**
   * Takes the next bytes and hands over each line they complete.
   *
   * @return false if a line is longer than {@link #MOST_BYTES}
   */
  public boolean accept(Bytes bytes, Consumer<Bytes> lines) {
    if (size + bytes.length() > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + bytes.length()));
    }
    System.arraycopy(bytes.array(), bytes.offset(), buffer, size, bytes.length());
    size += bytes.length();
    int from = 0;
    for (; scanned < size; scanned++) {
      if (buffer[scanned] == '\n') {
        lines.accept(Bytes.owning(Arrays.copyOfRange(buffer, from, scanned + 1)));
        from = scanned + 1;
      }
    }
    System.arraycopy(buffer, from, buffer, 0, size - from);
    size -= from;
    scanned = size;
    return size <= MOST_BYTES;
  }

  /** The stream is over: hands over what is left, even without its line end. */
  public void end(Consumer<Bytes> lines) {
    if (size > 0) {
      lines.accept(Bytes.owning(Arrays.copyOf(buffer, size)));
      size = 0;
      scanned = 0;
    }
  }
}
