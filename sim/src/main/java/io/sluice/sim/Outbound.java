package io.sluice.sim;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The writing side of one connection: HTTP framing, counting, and cuts at an exact byte. */
final class Outbound {
  private static final int BUFFER_BYTES = 4 * 1024;
  private static final byte[] LINE_END = {'\r', '\n'};

  private final OutputStream out;
  private final Inbound in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int filled;

  private Exchange exchange;
  private Severing severing = Severing.NEVER;
  private Duration perByte = Duration.ZERO;
  private boolean chunked;
  private long bodyBytes;

  Outbound(OutputStream out, Inbound in, Exchange first) {
    this.out = out;
    this.in = in;
    this.exchange = first;
  }

  /** Where the connection ends by itself. */
  private record Severing(long afterBytes, Hangup.Reason how) {
    static final Severing NEVER = new Severing(Long.MAX_VALUE, Hangup.Reason.CUT);

    static Severing of(Faults faults) {
      return faults
          .find(Fault.Reset.class)
          .map(reset -> new Severing(reset.afterBytes(), Hangup.Reason.RESET))
          .or(
              () ->
                  faults
                      .find(Fault.Cut.class)
                      .map(cut -> new Severing(cut.afterBytes(), Hangup.Reason.CUT)))
          .orElse(NEVER);
    }
  }

  void begin(Exchange next, Faults faults) {
    exchange = next;
    severing = Severing.of(faults);
    perByte = faults.find(Fault.Trickle.class).map(Fault.Trickle::perByte).orElse(Duration.ZERO);
    bodyBytes = 0;
  }

  /** Writes a head; a negative length stands for a chunked body. */
  void head(int status, List<Header> headers, long length) throws Hangup {
    exchange.answering(status);
    chunked = length < 0;
    var head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(status).append(' ').append(Reasons.phrase(status));
    for (Header header : headers) {
      head.append("\r\n").append(header.name()).append(": ").append(header.value());
    }
    head.append(chunked ? "\r\nTransfer-Encoding: chunked" : "\r\nContent-Length: " + length);
    head.append("\r\n\r\n");
    put(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    if (severing.afterBytes() == 0) {
      sever();
    }
  }

  /** Writes a piece of the body: one chunk, when chunked. */
  void body(byte[] bytes) throws Hangup {
    if (bytes.length == 0) {
      return;
    }
    if (chunked) {
      put((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
    long room = severing.afterBytes() - bodyBytes;
    if (room <= bytes.length) {
      put(bytes, (int) room);
      bodyBytes += room;
      sever();
    }
    put(bytes);
    bodyBytes += bytes.length;
    if (chunked) {
      put(LINE_END);
    }
  }

  /** Completes the answer. */
  void end() throws Hangup {
    if (chunked) {
      put("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }
    flush();
  }

  /** Hands everything to the socket. */
  void flush() throws Hangup {
    try {
      if (filled > 0) {
        out.write(buffer, 0, filled);
        filled = 0;
      }
    } catch (IOException gone) {
      throw gone(System.nanoTime());
    }
    exchange.wrote(bodyBytes);
  }

  /** Flushes, then waits; ends the exchange as soon as the client leaves. */
  void pause(Duration wait) throws Hangup {
    if (wait.isPositive()) {
      flush();
      pauseNanos(wait.toNanos());
    }
  }

  /** Flushes, then waits until the client leaves. */
  void pauseForever() throws Hangup {
    flush();
    pauseNanos(Long.MAX_VALUE);
  }

  private void pauseNanos(long nanos) throws Hangup {
    boolean there;
    try {
      there = in.pause(nanos);
    } catch (InterruptedException never) {
      throw new IllegalStateException("nobody interrupts a connection", never);
    }
    if (!there) {
      throw gone(in.leftNanos());
    }
  }

  private Hangup gone(long nanos) {
    exchange.left(nanos);
    return new Hangup(Hangup.Reason.CLIENT_LEFT);
  }

  private void sever() throws Hangup {
    flush();
    throw new Hangup(severing.how());
  }

  private void put(byte[] bytes) throws Hangup {
    put(bytes, bytes.length);
  }

  private void put(byte[] bytes, int length) throws Hangup {
    if (perByte.isPositive()) {
      trickle(bytes, length);
      return;
    }
    try {
      if (length > buffer.length - filled) {
        out.write(buffer, 0, filled);
        filled = 0;
      }
      if (length > buffer.length) {
        out.write(bytes, 0, length);
      } else {
        System.arraycopy(bytes, 0, buffer, filled, length);
        filled += length;
      }
    } catch (IOException gone) {
      throw gone(System.nanoTime());
    }
  }

  private void trickle(byte[] bytes, int length) throws Hangup {
    for (int i = 0; i < length; i++) {
      buffer[filled++] = bytes[i];
      pause(perByte);
    }
  }
}
