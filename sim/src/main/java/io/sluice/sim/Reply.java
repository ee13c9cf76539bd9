package io.sluice.sim;

import java.util.List;
import java.util.Optional;

/**
 * An answer before it is put into a format.
 *
 * @param thought what is thought first; empty for nothing
 * @param text the text; of a refusal, its words
 * @param calls tool calls, in order
 * @param ending why it ends
 * @param stop the stop sequence that ended it; empty for none
 * @param usage what it costs
 */
record Reply(
    Optional<Thinking> thought,
    String text,
    List<ToolCall> calls,
    Ending ending,
    Optional<String> stop,
    Usage usage) {

  /** Thinking, shown or sealed. */
  record Thinking(String text, boolean redacted) {}

  /** A call of a tool; the arguments are text, usually JSON, possibly empty. */
  record ToolCall(String name, String arguments) {}

  /** Why an answer ends. */
  enum Ending {
    STOP,
    LENGTH,
    STOP_SEQUENCE,
    TOOL_CALLS,
    REFUSAL
  }
}
