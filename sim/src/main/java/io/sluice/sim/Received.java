package io.sluice.sim;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One request as a simulated provider received it, and how its answer went. A snapshot: it does not
 * change; ask {@link Simulator#received()} again for the present state.
 */
public final class Received {
  private final Call call;
  private final Progress progress;

  Received(Call call, Progress progress) {
    this.call = call;
    this.progress = progress;
  }

  /**
   * How far an answer came.
   *
   * @param status the status that was sent; 0 when no head was
   * @param answerBytes bytes of the answer's body handed to the socket, chunk framing not counted
   * @param finished whether the exchange is over, for whatever reason
   * @param leftNanos the {@link System#nanoTime} at which it was seen that the client had left
   *     before the answer was complete; empty when it stayed. A client that closes only its sending
   *     side counts as gone
   */
  public record Progress(int status, long answerBytes, boolean finished, OptionalLong leftNanos) {}

  /** Arrival order in this simulator, from 1, since the start or the last clear. */
  public long number() {
    return call.number();
  }

  /** The method, in capitals. */
  public String method() {
    return call.method();
  }

  /** The path without the query. */
  public String path() {
    return call.path();
  }

  /** The request target as sent: path and query. */
  public String target() {
    return call.target();
  }

  /** Every header line, in order, names as sent. */
  public List<Header> headers() {
    return call.headers();
  }

  /** The first header of this name, whatever its case. */
  public Optional<String> header(String name) {
    return call.header(name);
  }

  /** A copy of the body, with any chunked framing removed. */
  public byte[] body() {
    return call.body().clone();
  }

  /** The body as UTF-8 text. */
  public String text() {
    return new String(call.body(), StandardCharsets.UTF_8);
  }

  /** The status sent so far; 0 before the head. */
  public int status() {
    return progress.status();
  }

  /** How far the answer came. */
  public Progress progress() {
    return progress;
  }

  /** Whether the client was seen to leave before its answer was complete. */
  public boolean clientLeft() {
    return progress.leftNanos().isPresent();
  }

  /** Bytes of the answer's body handed to the socket, chunk framing not counted. */
  public long answerBytes() {
    return progress.answerBytes();
  }

  /** Whether the exchange is over, for whatever reason. */
  public boolean finished() {
    return progress.finished();
  }

  /** Number, method and path; never content. */
  @Override
  public String toString() {
    return "Received[#%d %s %s -> %d, %d bytes%s]"
        .formatted(
            number(), method(), path(), status(), answerBytes(), clientLeft() ? ", left" : "");
  }
}
