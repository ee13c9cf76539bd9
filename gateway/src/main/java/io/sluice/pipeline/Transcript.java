package io.sluice.pipeline;

import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Frame;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * All that an answer says, so that it can be said later as it would have been now.
 *
 * @param same whether the provider speaks the caller's format, so that frames pass as they are
 */
record Transcript(List<Piece> pieces, Supplier<AnswerWriter> writer, boolean same) {
  /** The most bytes of frames that are taken down: 32 MiB. */
  static final long MOST_BYTES = 32L << 20;

  /** A frame, and what may be said of it. */
  record Piece(Frame frame, List<Event> said) {}

  /** Takes an answer down while it comes. Confined to one loop. */
  static final class Taker {
    private final List<Piece> pieces = new ArrayList<>();
    private long bytes;

    void take(Frame frame, List<Event> said) {
      bytes += frame.raw().length();
      if (bytes <= MOST_BYTES) {
        pieces.add(new Piece(frame, said));
      } else {
        pieces.clear(); // what is not whole is not kept
      }
    }

    List<Piece> pieces() {
      return List.copyOf(pieces);
    }
  }

  /** True if nothing was taken down, or too much. */
  boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** The same, with its events put another way. */
  Transcript saying(UnaryOperator<List<Event>> otherwise) {
    var other =
        pieces.stream().map(one -> new Piece(one.frame, otherwise.apply(one.said))).toList();
    return new Transcript(other, writer, same);
  }

  /** The whole answer in the caller's format. */
  Bytes bytes() {
    AnswerWriter anew = writer.get();
    var out = new ByteArrayOutputStream();
    for (Piece piece : pieces) {
      add(out, same ? anew.pass(piece.frame(), piece.said()) : anew.write(piece.said()));
    }
    add(out, anew.end());
    return Bytes.owning(out.toByteArray());
  }

  private static void add(ByteArrayOutputStream out, Bytes bytes) {
    out.write(bytes.array(), bytes.offset(), bytes.length());
  }
}
