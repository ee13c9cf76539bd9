package io.sluice.pipeline;

import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Headers;
import io.sluice.model.Loss;
import io.sluice.tokens.Tokens;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.Frame;
import java.util.List;
import java.util.function.Consumer;

/**
 * A count of tokens that nobody was asked for, where the model's provider has no way to count:
 * exact with the model's own tokenizer, else reckoned from the size of the request. Nothing leaves,
 * and the answer says which of both it is.
 */
final class Estimate implements AnswerReader {
  private static final Loss ESTIMATED =
      new Loss("input_tokens", "estimated from the size of the text; the provider cannot count");
  private static final Loss EXACT =
      new Loss("input_tokens", "exact, by the model's tokenizer; the provider was not asked");

  private final Tokens tokens;

  /** So many. */
  Estimate(Tokens tokens) {
    this.tokens = tokens;
  }

  /** What the caller and the record are told. */
  Loss told() {
    return tokens.exact() ? EXACT : ESTIMATED;
  }

  /** True if one of {@code losses} says that nobody was asked. */
  static boolean among(List<Loss> losses) {
    return losses.contains(ESTIMATED) || losses.contains(EXACT);
  }

  @Override
  public void accept(Bytes bytes, Consumer<Frame> frames) {
    throw new IllegalStateException("nobody was asked");
  }

  @Override
  public void end(Consumer<Frame> frames) {
    List<Event> events =
        List.of(new Event.Started("", "", 0), new Event.Counted(tokens.count()), new Event.Ended());
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
