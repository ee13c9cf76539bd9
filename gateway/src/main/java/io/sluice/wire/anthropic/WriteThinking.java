package io.sluice.wire.anthropic;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Message;
import io.sluice.model.Message.Role;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Thinking;
import io.sluice.model.Thinking.Effort;
import io.sluice.model.Thinking.Mode;
import io.sluice.model.Tools.Choice;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Says how much to think as Anthropic's models are told it, with all that goes with it; also at
 * Bedrock.
 *
 * <p>Source: Anthropic's guides Extended thinking, Adaptive thinking and Effort.
 */
public final class WriteThinking {
  /** What becomes of parameters that are not taken beside it. */
  public static final String LEFT_OUT = "left out: not taken while this model thinks";

  /** The least {@code top_p} that is taken beside it. */
  public static final double LEAST_TOP_P = 0.95;

  private static final Set<Effort> EFFORTS = EnumSet.range(Effort.LOW, Effort.MAX);

  private final Prompt prompt;
  private final Thinking thinking;
  private final boolean budgeted;
  private final BiConsumer<String, String> lost;
  private final Mode mode;

  /**
   * For the model {@code id}.
   *
   * @param room the most output tokens that will be asked for, thoughts among them; 0: no limit yet
   * @param lost is told what cannot be said: the field, and what became of it
   */
  public WriteThinking(Prompt prompt, String id, long room, BiConsumer<String, String> lost) {
    this.prompt = prompt;
    this.thinking = prompt.sampling().thinking();
    this.budgeted = Format.BUDGETED.stream().anyMatch(id::contains);
    this.lost = lost;
    this.mode = mode(room);
  }

  private Mode mode(long room) {
    if (!thinking.wanted()) {
      return thinking.mode();
    }
    if (forced()) {
      lost.accept("thinking", "left out: a tool cannot be forced while this model thinks");
    } else if (begunWithout()) {
      lost.accept("thinking", "left out: the turn that is gone on with was begun without it");
    } else if (budgeted && room > 0 && room <= Format.FEWEST_THINKING_TOKENS) {
      lost.accept("thinking", "left out: the limit of output tokens leaves no room for it");
    } else {
      return thinking.mode();
    }
    return Mode.OFF;
  }

  private boolean forced() {
    Choice choice = prompt.tools().choice();
    return choice == Choice.REQUIRED || choice == Choice.NAMED;
  }

  /** Results of tools go on with a turn: it must have begun with a thought then. */
  private boolean begunWithout() {
    Message asking = null;
    for (Message message : prompt.messages()) {
      boolean results = message.parts().stream().anyMatch(Part.ToolResult.class::isInstance);
      if (message.role() == Role.ASSISTANT) {
        asking = message;
      } else if (!results) {
        asking = null;
      }
    }
    return asking != null
        && asking.parts().stream().anyMatch(Part.ToolCall.class::isInstance)
        && asking.parts().stream().noneMatch(WriteThinking::sealed);
  }

  private static boolean sealed(Part part) {
    return switch (part) {
      case Part.Thinking thought -> !thought.signature().isEmpty();
      case Part.Opaque opaque -> opaque.kind().equals("redacted_thinking");
      default -> false;
    };
  }

  /** True if the model will think. */
  public boolean on() {
    return mode == Mode.ON || mode == Mode.ADAPTIVE;
  }

  /** Tokens that are thought with; 0 where the model decides, or does not think. */
  long budget(long room) {
    if (!on() || !budgeted) {
      return 0;
    }
    long wanted = Math.max(Format.FEWEST_THINKING_TOKENS, thinking.nearestBudget());
    return room > 0 ? Math.min(wanted, room - 1) : wanted;
  }

  /** What {@code thinking} says; empty: it is not said. */
  public Bytes switched(long room) {
    if (mode == Mode.UNSET) {
      return Bytes.EMPTY;
    }
    var out = new JsonWriter(64).object();
    if (!on()) {
      return out.field("type", "disabled").endObject().done();
    }
    if (budgeted) {
      out.field("type", "enabled").field("budget_tokens", budget(room));
    } else {
      out.field("type", "adaptive");
    }
    boolean hidden = Boolean.FALSE.equals(thinking.shown());
    boolean shown = Boolean.TRUE.equals(thinking.shown()) && !budgeted;
    if (hidden || shown) {
      out.field("display", hidden ? "omitted" : "summarized");
    }
    return out.endObject().done();
  }

  /** How hard, as the configuration of the output says it; empty: it is not said. */
  public String effort() {
    boolean sized = thinking.sized() && mode != Mode.OFF;
    if (!sized || budgeted && on()) {
      return "";
    }
    if (budgeted) {
      lost.accept("thinking.effort", "this model knows no efforts");
      return "";
    }
    if (thinking.effort() == null) {
      lost.accept("thinking.budget_tokens", "said as an effort, which is no exact number");
    }
    Effort near = thinking.nearestEffort().among(EFFORTS);
    if (thinking.effort() != null && near != thinking.effort()) {
      lost.accept("thinking.effort", "said as " + near.word());
    }
    return near.word();
  }
}
