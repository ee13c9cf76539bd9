package io.sluice.wire;

import io.sluice.model.Bytes;
import java.util.function.Consumer;

/**
 * Reads one answer, stream or whole, however its bytes are cut. Confined to one thread at a time.
 */
public interface AnswerReader {
  /** Takes the next bytes and hands over every frame they complete. */
  void accept(Bytes bytes, Consumer<Frame> frames);

  /**
   * The provider closed the answer: hands over what is left. An answer that is not complete in its
   * own format ends with {@link io.sluice.model.Event.Failed}.
   */
  void end(Consumer<Frame> frames);

  /** What the provider said of the configuration that answered; empty: nothing, or not yet. */
  default String fingerprint() {
    return "";
  }
}
