package io.sluice.ingress;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One listener.
 *
 * @param tls null: plain HTTP
 */
public record ServerSettings(
    InetSocketAddress listen, @Nullable Tls tls, Sizes sizes, Times times) {

  /** Certificate chain and private key, both PEM files. */
  public record Tls(Path certificate, Path key) {}

  /**
   * Bounds on how much.
   *
   * @param lineBytes of the request line
   * @param headerBytes of all header fields together
   * @param bodyBytes of one request body
   * @param inFlightBytes of all request bodies held at one time, reserved from the content length
   * @param connections open at one time
   * @param exchanges under way at one time
   * @param streams under way at one time on one HTTP/2 connection
   */
  public record Sizes(
      int lineBytes,
      int headerBytes,
      int bodyBytes,
      long inFlightBytes,
      int connections,
      int exchanges,
      int streams) {
    public Sizes {
      if (lineBytes < 256 || headerBytes < 1_024 || bodyBytes < 1_024) {
        throw new IllegalArgumentException("limits are too small to serve anything");
      }
    }
  }

  /**
   * Bounds on how long.
   *
   * @param head from a connection's first byte to the end of a request's head
   * @param bodyIdle between two pieces of a request body
   * @param keepAlive between two requests on one connection
   * @param write until a client that reads nothing is dropped
   * @param exchange from a request's head to the last byte of its answer
   */
  public record Times(
      Duration head, Duration bodyIdle, Duration keepAlive, Duration write, Duration exchange) {}
}
