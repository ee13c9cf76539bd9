package io.sluice.sim;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The reading side of one connection, which also waits: a {@link #pause} ends at once when the
 * client closes or resets.
 *
 * <p>While an exchange pauses, a second virtual thread (the watch) sits in a read of one byte. It
 * is started by the first pause only, so that an exchange without waits costs nothing, and it stays
 * until the next request begins or the connection ends; the byte it finds is handed to the reader.
 */
final class Inbound {
  private static final int BUFFER_BYTES = 4 * 1024;
  private static final int NONE = -1;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean watching;
  private boolean left;
  private long leftNanos;
  private int handedOver = NONE;

  Inbound(Socket socket) throws IOException {
    this.in = socket.getInputStream();
  }

  /** Waits; false as soon as the client has left. {@link Long#MAX_VALUE} waits for that alone. */
  boolean pause(long nanos) throws InterruptedException {
    lock.lock();
    try {
      startWatch();
      long remaining = nanos;
      while (!left && remaining > 0) {
        remaining = changed.awaitNanos(remaining);
      }
      return !left;
    } finally {
      lock.unlock();
    }
  }

  /** The moment at which {@link #pause} learned that the client had left. */
  long leftNanos() {
    return leftNanos;
  }

  private void startWatch() {
    if (!watching && !left && handedOver == NONE && start == end) {
      watching = true;
      Thread.ofVirtual().name("sim-watch").start(this::watch);
    }
  }

  private void watch() {
    int found;
    try {
      found = in.read();
    } catch (IOException resetOrClosed) {
      found = NONE;
    }
    lock.lock();
    try {
      watching = false;
      handedOver = found;
      if (found == NONE) {
        left = true;
        leftNanos = System.nanoTime();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** One line without its end; null when the connection ended before its first byte. */
  @Nullable String line(int limitBytes) throws IOException {
    var line = new StringBuilder();
    while (true) {
      if (start == end && !fill()) {
        if (line.isEmpty()) {
          return null;
        }
        throw new EOFException("connection ended inside a line");
      }
      int stop = start;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      line.append(new String(buffer, start, stop - start, StandardCharsets.ISO_8859_1));
      if (line.length() > limitBytes) {
        throw new BadRequest(431, "head too large");
      }
      boolean complete = stop < end;
      start = complete ? stop + 1 : stop;
      if (complete) {
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
          line.setLength(length - 1);
        }
        return line.toString();
      }
    }
  }

  void exactly(byte[] into, int offset, int length) throws IOException {
    int at = offset;
    int stop = offset + length;
    while (at < stop) {
      if (start == end && stop - at >= BUFFER_BYTES) {
        at += straight(into, at, stop - at);
        continue;
      }
      if (start == end && !fill()) {
        throw new EOFException("connection ended inside a body");
      }
      int part = Math.min(stop - at, end - start);
      System.arraycopy(buffer, start, into, at, part);
      start += part;
      at += part;
    }
  }

  /** Reads a large body without the buffer; only ever inside a request, when nothing watches. */
  private int straight(byte[] into, int offset, int length) throws IOException {
    int read = in.read(into, offset, length);
    if (read < 0) {
      throw new EOFException("connection ended inside a body");
    }
    return read;
  }

  private boolean fill() throws IOException {
    start = 0;
    end = 0;
    lock.lock();
    try {
      while (watching) {
        changed.awaitUninterruptibly();
      }
      if (handedOver != NONE) {
        buffer[0] = (byte) handedOver;
        handedOver = NONE;
        end = 1;
        return true;
      }
      if (left) {
        return false;
      }
    } finally {
      lock.unlock();
    }
    int read = in.read(buffer, 0, buffer.length);
    end = Math.max(read, 0);
    return read > 0;
  }
}
