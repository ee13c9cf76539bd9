package io.sluice.wire;

import io.sluice.model.Bytes;
import java.util.Arrays;

/**
 * Cuts a byte stream into server-sent events (WHATWG HTML, section 9.2), however the bytes come:
 * line ends CR, LF and CRLF, comments, a byte order mark. Every byte belongs to exactly one event's
 * {@code raw}, so that raw bytes in order are the stream. Confined to one thread at a time.
 */
public final class SseFrames {
  /** The most one event may have; longer ones are an error of the provider. */
  public static final int MOST_BYTES = 8 << 20;

  /** Takes events as they complete. */
  @FunctionalInterface
  public interface Sink {
    /**
     * One event.
     *
     * @param event its type; empty where the stream names none
     * @param data its data, lines joined by a line feed; empty for comments
     */
    void event(Bytes raw, String event, Bytes data);
  }

  private byte[] buffer = new byte[1_024];
  private int size;
  private int scanned;
  private int lineStart;
  private boolean first = true;

  /**
   * Takes the next bytes and hands over each event they complete.
   *
   * @return false if an event is longer than {@link #MOST_BYTES}
   */
  public boolean accept(Bytes bytes, Sink sink) {
    room(bytes.length());
    System.arraycopy(bytes.array(), bytes.offset(), buffer, size, bytes.length());
    size += bytes.length();
    int from = 0;
    int end;
    while ((end = endOfEvent(from)) >= 0) {
      emit(from, end, sink);
      from = end;
    }
    drop(from);
    return size <= MOST_BYTES;
  }

  /** The stream is over: hands over what is left, even without its blank line. */
  public void end(Sink sink) {
    if (size > 0) {
      emit(0, size, sink);
      drop(size);
    }
  }

  /** The position behind the blank line that ends the event at {@code from}; -1: not yet here. */
  private int endOfEvent(int from) {
    if (scanned < from) {
      scanned = from;
      lineStart = from;
    }
    while (scanned < size) {
      byte b = buffer[scanned];
      if (b != '\n' && b != '\r') {
        scanned++;
        continue;
      }
      int next = scanned + 1;
      if (b == '\r') {
        if (next == size) {
          return -1; // a line feed may follow
        }
        if (buffer[next] == '\n') {
          next++;
        }
      }
      boolean blank = scanned == lineStart;
      scanned = next;
      lineStart = next;
      if (blank) {
        return next;
      }
    }
    return -1;
  }

  private void emit(int from, int end, Sink sink) {
    var raw = Bytes.owning(Arrays.copyOfRange(buffer, from, end));
    var lines = new Lines(raw, first);
    first = false;
    lines.read();
    sink.event(raw, lines.event, lines.data());
  }

  private void drop(int count) {
    System.arraycopy(buffer, count, buffer, 0, size - count);
    size -= count;
    scanned = Math.max(0, scanned - count);
    lineStart = Math.max(0, lineStart - count);
  }

  private void room(int more) {
    if (size + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + more));
    }
  }

  /** The lines of one event. */
  private static final class Lines {
    private final Bytes raw;
    private int at;
    private String event = "";
    private Bytes data = Bytes.EMPTY;
    private boolean any;

    Lines(Bytes raw, boolean first) {
      this.raw = raw;
      boolean mark =
          first
              && raw.length() >= 3
              && raw.at(0) == (byte) 0xEF
              && raw.at(1) == (byte) 0xBB
              && raw.at(2) == (byte) 0xBF;
      at = mark ? 3 : 0;
    }

    void read() {
      while (at < raw.length()) {
        int end = at;
        while (end < raw.length() && raw.at(end) != '\n' && raw.at(end) != '\r') {
          end++;
        }
        line(at, end);
        boolean pair = end + 1 < raw.length() && raw.at(end) == '\r' && raw.at(end + 1) == '\n';
        at = end + (pair ? 2 : 1);
      }
    }

    private void line(int from, int end) {
      if (starts(from, end, "data")) {
        Bytes value = value(from, end, 4);
        data = any ? join(data, value) : value;
        any = true;
      } else if (starts(from, end, "event")) {
        event = value(from, end, 5).utf8();
      }
    }

    private boolean starts(int from, int end, String field) {
      if (end - from < field.length()) {
        return false;
      }
      for (int i = 0; i < field.length(); i++) {
        if (raw.at(from + i) != field.charAt(i)) {
          return false;
        }
      }
      return end - from == field.length() || raw.at(from + field.length()) == ':';
    }

    private Bytes value(int from, int end, int name) {
      int start = Math.min(end, from + name + 1);
      if (start < end && raw.at(start) == ' ') {
        start++;
      }
      return raw.slice(start, end);
    }

    private static Bytes join(Bytes a, Bytes b) {
      var all = new byte[a.length() + 1 + b.length()];
      System.arraycopy(a.array(), a.offset(), all, 0, a.length());
      all[a.length()] = '\n';
      System.arraycopy(b.array(), b.offset(), all, a.length() + 1, b.length());
      return Bytes.owning(all);
    }

    Bytes data() {
      return data;
    }
  }
}
