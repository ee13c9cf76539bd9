package io.sluice.wire.sealed;

import io.sluice.model.Bytes;
import io.sluice.model.Count;
import io.sluice.model.Embedding;
import io.sluice.model.Erasure;
import io.sluice.model.ExchangeId;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.model.Splice;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Codec;
import io.sluice.wire.Incoming;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Carries sealed blocks across formats: into what a caller gets and will send back, and out of it
 * again. Nothing is kept between two requests. Thread-safe.
 */
public final class Seals {
  private static final byte[] MARK = Envelope.MARK.getBytes(StandardCharsets.US_ASCII);

  private final Stamp stamp;

  /** Envelopes that {@code stamp} proves. */
  public Seals(Stamp stamp) {
    this.stamp = stamp;
  }

  /** Both ends of an answer that is told in another format, and whose it is. */
  public record Crossing(String tenant, ExchangeId exchange, Codec provider, Codec caller) {}

  /** {@code writer} of the caller's format, which also gets what the provider sealed. */
  public AnswerWriter carrying(AnswerWriter writer, Crossing crossing) {
    return new SealingWriter(writer, crossing, new Envelope(stamp, crossing.tenant()));
  }

  /** {@code request} with its envelopes opened; the same one if there are none. */
  public Request opened(Request request, String tenant) {
    return switch (request) {
      case Prompt prompt -> new Opening(new Envelope(stamp, tenant)).open(prompt);
      case Count(var traits, Prompt prompt) -> {
        Prompt opened = new Opening(new Envelope(stamp, tenant)).open(prompt);
        yield opened.equals(prompt) ? request : new Count(opened.traits(), opened);
      }
      case Erasure erasure -> erasure;
      case Embedding embedding -> embedding;
    };
  }

  /**
   * What to change in a request that goes on in its own format: envelopes hold blocks of other
   * formats, so they are taken out, and what is {@code masked} inside them goes with them.
   */
  public static List<Splice> without(Incoming incoming, List<Splice> masked) {
    return marked(incoming.body()) ? Removal.of(incoming.root(), masked) : masked;
  }

  /** True if the mark of an envelope stands anywhere; looks at every eighth byte at most. */
  static boolean marked(Bytes body) {
    int last = MARK.length - 1;
    for (int at = last; at < body.length(); ) {
      int back = shift(body.at(at));
      if (back == 0 && matches(body, at - last)) {
        return true;
      }
      at += Math.max(1, back);
    }
    return false;
  }

  /** How far the mark may be moved on when this byte stands under its end. */
  private static int shift(byte b) {
    for (int i = MARK.length - 1; i >= 0; i--) {
      if (MARK[i] == b) {
        return MARK.length - 1 - i;
      }
    }
    return MARK.length;
  }

  private static boolean matches(Bytes body, int from) {
    for (int i = 0; i < MARK.length; i++) {
      if (body.at(from + i) != MARK[i]) {
        return false;
      }
    }
    return true;
  }
}
