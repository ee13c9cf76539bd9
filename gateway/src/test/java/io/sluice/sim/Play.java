package io.sluice.sim;

import io.sluice.model.Bytes;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import java.util.List;

/**
 * How a provider acts in one attempt.
 *
 * @param honest false: what it says of its own usage is not true
 * @param inputTokens what it read
 * @param text what the model said, as the caller should hear it
 */
record Play(Kind kind, List<Beat> beats, boolean honest, long inputTokens, String text) {
  /** The ways in which providers act. */
  enum Kind {
    ANSWER,
    ECHO,
    TOOL,
    LEAK,
    NO_USAGE,
    WRONG_USAGE,
    ERROR,
    NO_CONNECTION,
    SILENT,
    CUT,
    STALL,
    MALFORMED,
    ERROR_EVENT,
    EARLY_END
  }

  /** One thing that happens on the connection. */
  sealed interface Beat {
    /** Status and headers. */
    record Began(int status, Headers headers) implements Beat {}

    /** Bytes of the body, after which the model had said so many tokens in all. */
    record Said(Bytes bytes, long tokens) implements Beat {}

    /** The body is complete. */
    record Ended() implements Beat {}

    /** The connection breaks. */
    record Broke(Fault fault) implements Beat {}

    /** Nothing comes any more. */
    record Fell() implements Beat {}
  }

  Play {
    beats = List.copyOf(beats);
  }
}
