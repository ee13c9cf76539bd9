package io.sluice.policy;

import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;

/**
 * A tool call that a model wants made, as far as policy may know it: no argument's text.
 *
 * @param context label of everything that the model saw
 * @param mode how far flows are enforced here: {@code observe}, {@code balanced}, {@code strict}
 */
public record ToolUse(Tool tool, Label context, Arguments arguments, String mode) {
  /**
   * The tool and what was declared of it.
   *
   * @param server the MCP server it belongs to; empty: the application's own
   * @param effect {@code read}, {@code fetch}, {@code write}, {@code delete}, {@code
   *     send_internal}, {@code send_external}, {@code share}, {@code money_out}, {@code identity},
   *     {@code execute}
   * @param minIntegrity what a context must be worth to make it act
   * @param maxLevel the highest level that may go into it
   * @param declared false: nobody described it, these are the safe defaults
   */
  public record Tool(
      String name,
      String server,
      String effect,
      Integrity minIntegrity,
      Level maxLevel,
      boolean declared) {}

  /**
   * Its arguments.
   *
   * @param label join of what was recognised in them
   * @param control the worst integrity of what decides where the effect goes
   * @param named whether every value that decides this was named by somebody trusted
   * @param reads whether those it goes to are among the readers of what goes there
   */
  public record Arguments(Label label, Integrity control, boolean named, boolean reads) {}
}
