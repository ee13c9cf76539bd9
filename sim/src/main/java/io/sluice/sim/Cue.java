package io.sluice.sim;

import java.util.List;

/** What the next request is answered with, whatever it asks; see {@link Simulator#cue}. */
public sealed interface Cue {
  /**
   * These words and tool calls, in the format that was asked for, whole or streamed.
   *
   * @param text what is said; empty: nothing beside the calls
   */
  record Says(String text, List<Called> calls) implements Cue {
    public Says {
      calls = List.copyOf(calls);
    }

    /** Words alone. */
    public static Says text(String text) {
      return new Says(text, List.of());
    }
  }

  /**
   * A body of JSON, sent as it stands with status 200.
   *
   * @param json the whole body
   */
  record Body(String json) implements Cue {}

  /**
   * A call of a tool.
   *
   * @param arguments JSON text, as the model writes it
   */
  record Called(String tool, String arguments) {}
}
