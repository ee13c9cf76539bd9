package io.sluice.pipeline;

import io.sluice.identity.Presented;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Headers;
import io.sluice.wire.Codec;
import io.sluice.wire.Incoming;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * A request whose head has come.
 *
 * @param codec the front door it came through
 * @param body waits for the body, and may end the exchange; taken once
 */
public record Received(
    ExchangeId id,
    Instant moment,
    Presented presented,
    Codec codec,
    Line line,
    Supplier<Bytes> body) {

  /**
   * What stood in its first lines.
   *
   * @param query without credentials
   * @param source the peer's address, for counting
   * @param shadowing the model that is asked beside the traffic, whatever the request names; empty:
   *     the request came from its caller
   */
  public record Line(String path, String query, Headers headers, String source, String shadowing) {
    /** Of a request as its caller sent it. */
    public Line(String path, String query, Headers headers, String source) {
      this(path, query, headers, source, "");
    }
  }

  /** The same request once more, as an exchange of its own that asks {@code model}. */
  Received beside(ExchangeId other, Bytes whole, String model) {
    var copied = new Line(line.path, line.query, line.headers, line.source, model);
    return new Received(other, moment, presented, codec, copied, () -> whole);
  }

  /** The model that is asked beside the traffic; empty: the request came from its caller. */
  String shadowing() {
    return line.shadowing();
  }

  /** The same exchange as a request in another format, whose body is already here. */
  public Received as(Codec other, Bytes text) {
    return new Received(id, moment, presented, other, line, () -> text);
  }

  /**
   * The whole request, once its body is here.
   *
   * @throws io.sluice.model.Stop unauthenticated, if the caller signed another body
   */
  public Incoming take(JsonLimits limits) {
    var address = new Incoming.Address(line.path(), line.query());
    Bytes whole = body.get();
    presented.check(whole);
    return new Incoming(address, line.headers(), whole, limits);
  }

  /** A header of the request, or empty text. */
  public String header(String name) {
    return line.headers().first(name, "");
  }
}
