package io.sluice.pipeline;

import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Loss;
import io.sluice.model.Usage;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Frame;
import java.util.List;
import java.util.function.Consumer;

/**
 * An answer that was kept for an approval, said as it was then. Nobody is asked, nothing is used.
 */
final class Recalled implements AnswerReader {
  private static final Loss KEPT =
      new Loss("answer", "kept until it was approved; the model was not asked again");

  private final Bytes body;

  Recalled(Bytes body) {
    this.body = body;
  }

  /** What the caller and the record are told. */
  static Loss told() {
    return KEPT;
  }

  @Override
  public void accept(Bytes bytes, Consumer<Frame> frames) {
    throw new IllegalStateException("nobody was asked");
  }

  @Override
  public void end(Consumer<Frame> frames) {
    List<Event> events =
        List.of(
            new Event.Used(Usage.NONE),
            new Event.Finished(0, Finish.TOOL_CALLS, ""),
            new Event.Ended());
    frames.accept(new Frame(body, events, false));
  }

  /** Says its bytes as they are; {@code own} says what goes wrong in the caller's format. */
  record Writer(AnswerWriter own) implements AnswerWriter {
    @Override
    public Bytes pass(Frame frame, List<Event> events) {
      return frame.raw();
    }

    @Override
    public Bytes write(List<Event> events) {
      return Bytes.EMPTY;
    }

    @Override
    public Bytes end() {
      return Bytes.EMPTY;
    }

    @Override
    public Bytes cut(Fault fault) {
      return own.cut(fault);
    }

    @Override
    public Bytes broken(Fault fault) {
      return own.broken(fault);
    }

    @Override
    public String mediaType(boolean stream) {
      return own.mediaType(stream);
    }

    @Override
    public List<Loss> losses() {
      return List.of();
    }
  }
}
