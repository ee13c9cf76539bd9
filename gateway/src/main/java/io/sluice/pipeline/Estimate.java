package io.sluice.pipeline;

import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Headers;
import io.sluice.model.Loss;
import io.sluice.model.Traits;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.Frame;
import java.util.List;
import java.util.function.Consumer;

/**
 * A count of tokens that nobody was asked for: reckoned from the size of the request, where the
 * model's provider has no way to count. Nothing leaves, and the answer says that it is an estimate.
 */
final class Estimate implements AnswerReader {
  /** What the caller and the record are told. */
  static final Loss LOSS =
      new Loss("input_tokens", "estimated from the size of the text; the provider cannot count");

  private static final long BYTES_PER_TOKEN = 4;
  private static final long TOKENS_PER_MEDIUM = 1_000;

  private final long tokens;

  /** Of a request of that size. */
  Estimate(Traits.Size size) {
    tokens = Math.ceilDiv(size.textBytes(), BYTES_PER_TOKEN) + size.media() * TOKENS_PER_MEDIUM;
  }

  @Override
  public void accept(Bytes bytes, Consumer<Frame> frames) {
    throw new IllegalStateException("nobody was asked");
  }

  @Override
  public void end(Consumer<Frame> frames) {
    List<Event> events =
        List.of(new Event.Started("", "", 0), new Event.Counted(tokens), new Event.Ended());
    frames.accept(new Frame(Bytes.EMPTY, events, false));
  }

  /** Says it through {@code relay}, on its loop, as a provider's answer would be. */
  static void answer(Relay relay) {
    relay
        .loop()
        .execute(
            () -> {
              relay.sent(NOWHERE);
              relay.head(200, Headers.NONE);
              relay.end();
            });
  }

  private static final Upstream.Flight NOWHERE =
      new Upstream.Flight() {
        @Override
        public void reading(boolean wanted) {}

        @Override
        public void cancel() {}
      };
}
