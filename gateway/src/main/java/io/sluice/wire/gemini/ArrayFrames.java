package io.sluice.wire.gemini;

import io.sluice.model.Bytes;
import io.sluice.wire.SseFrames;
import java.util.Arrays;

/**
 * Cuts a stream that is one JSON array into its elements, however the bytes come. The bracket or
 * comma before an element belongs to it, so that raw bytes in order are the stream. Confined to one
 * thread at a time.
 */
final class ArrayFrames {
  /** Takes elements as they complete. */
  @FunctionalInterface
  interface Sink {
    /**
     * One element.
     *
     * @param raw its bytes with what stands before it
     * @param data the element alone; empty for what follows the last one
     */
    void element(Bytes raw, Bytes data);
  }

  private byte[] buffer = new byte[1_024];
  private int size;
  private int scanned;
  private int start = -1;
  private int depth;
  private boolean inString;
  private boolean escaped;

  /**
   * Takes the next bytes and hands over each element they complete.
   *
   * @return false if an element is longer than {@link SseFrames#MOST_BYTES}
   */
  boolean accept(Bytes bytes, Sink sink) {
    if (size + bytes.length() > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + bytes.length()));
    }
    System.arraycopy(bytes.array(), bytes.offset(), buffer, size, bytes.length());
    size += bytes.length();
    int from = 0;
    for (; scanned < size; scanned++) {
      if (ends(buffer[scanned])) {
        var raw = Bytes.owning(Arrays.copyOfRange(buffer, from, scanned + 1));
        sink.element(raw, raw.slice(start - from, raw.length()));
        from = scanned + 1;
        start = -1;
      }
    }
    System.arraycopy(buffer, from, buffer, 0, size - from);
    size -= from;
    scanned -= from;
    start = start < 0 ? -1 : start - from;
    return size <= SseFrames.MOST_BYTES;
  }

  /** True if this byte ends an element. */
  private boolean ends(byte b) {
    if (inString) {
      if (escaped) {
        escaped = false;
      } else if (b == '\\') {
        escaped = true;
      } else if (b == '"') {
        inString = false;
      }
      return false;
    }
    switch (b) {
      case '"' -> inString = depth > 0;
      case '{' -> {
        if (depth++ == 0) {
          start = scanned;
        }
      }
      case '}' -> {
        return depth > 0 && --depth == 0;
      }
      default -> {}
    }
    return false;
  }

  /** The stream is over: hands over what is left. */
  void end(Sink sink) {
    if (size > 0) {
      sink.element(Bytes.owning(Arrays.copyOf(buffer, size)), Bytes.EMPTY);
      size = 0;
    }
  }

  /** True if the array was closed, and nothing is left half said. */
  boolean closed() {
    for (int i = size - 1; i >= 0; i--) {
      if (buffer[i] == ']') {
        return depth == 0;
      }
    }
    return false;
  }
}
