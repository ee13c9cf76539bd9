package io.sluice.flow;

import io.sluice.flow.Arguments.Leaf;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import java.util.List;
import java.util.function.Function;

/**
 * Whether a tool call may be handed to the application, by the labels of what moved it and of what
 * it carries. Pure. In strict mode the whole context counts; in balanced mode the call may also
 * rest on destinations that somebody trusted has named, and what counts of confidentiality is what
 * the arguments hold.
 */
public final class CallRule {
  /** How far labels are enforced. */
  public enum Mode {
    BALANCED,
    STRICT
  }

  /** What keeps a call from being made, or nothing. */
  public enum Verdict {
    ALLOWED("tool-allowed", ""),
    NOT_UNDERSTOOD("tool-arguments", "its arguments cannot be read"),
    CONTEXT_UNTRUSTED("tool-context-integrity", "content that is not trusted enough is in context"),
    CONTEXT_LEVEL("tool-context-level", "content above what the tool may get is in context"),
    NOT_NAMED("tool-not-named", "nobody trusted has named where it goes"),
    ARGUMENT_UNTRUSTED("tool-argument-integrity", "where it goes comes from untrusted content"),
    ARGUMENT_LEVEL("tool-argument-level", "its arguments hold content above what it may get");

    private final String rule;
    private final String reason;

    Verdict(String rule, String reason) {
      this.rule = rule;
      this.reason = reason;
    }

    /** The id of the rule that decided, for the record. */
    public String rule() {
      return rule;
    }

    /** Why not, in words the caller may see; empty when allowed. */
    public String reason() {
      return reason;
    }

    /** True if the call may be made. */
    public boolean allowed() {
      return this == ALLOWED;
    }
  }

  /**
   * What a call is judged by.
   *
   * @param context the join of all that the model has seen
   * @param named in which a destination counts as named
   * @param lineage the label of what was recognised or found in one value
   */
  public record Circumstances(Label context, Named named, Function<String, Label> lineage) {}

  private final ToolPolicy tool;
  private final ToolPolicy.Sink sink;
  private final Circumstances circumstances;

  /** For calls of one tool. */
  public CallRule(ToolPolicy tool, Circumstances circumstances) {
    this.tool = tool;
    this.sink = tool.sink();
    this.circumstances = circumstances;
  }

  /** The verdict on a call with these arguments. */
  public Verdict judge(Arguments arguments, Mode mode) {
    Integrity context = circumstances.context().integrity();
    boolean trusted = context.compareTo(sink.minIntegrity()) >= 0;
    if (mode == Mode.STRICT || alwaysStrict(arguments)) {
      if (!trusted) {
        return Verdict.CONTEXT_UNTRUSTED;
      }
      if (!circumstances.context().level().within(sink.maxLevel())) {
        return Verdict.CONTEXT_LEVEL;
      }
    } else if (!trusted) {
      Verdict destination = destination(arguments);
      if (!destination.allowed()) {
        return destination;
      }
    }
    return carried(arguments).within(sink.maxLevel()) ? Verdict.ALLOWED : Verdict.ARGUMENT_LEVEL;
  }

  private boolean alwaysStrict(Arguments arguments) {
    return switch (tool.effect()) {
      case EXECUTE, IDENTITY -> true;
      case DELETE -> bulk(arguments);
      default -> false;
    };
  }

  /** A deletion of more than one thing, or of whatever a pattern meets. */
  private boolean bulk(Arguments arguments) {
    List<Leaf> hit = control(arguments);
    return hit.size() != 1
        || hit.stream().anyMatch(leaf -> leaf.value().contains("*") || leaf.value().contains("%"));
  }

  private List<Leaf> control(Arguments arguments) {
    List<Leaf> said = arguments.under(sink.controlArgs());
    return said.isEmpty() ? arguments.leaves() : said;
  }

  /** A call that says nothing of where it goes is nobody's wish. */
  private Verdict destination(Arguments arguments) {
    List<Leaf> control = control(arguments);
    if (control.isEmpty()) {
      return Verdict.NOT_NAMED;
    }
    for (Leaf leaf : control) {
      String value = leaf.value().strip();
      if (!circumstances.named().names(value)) {
        return Verdict.NOT_NAMED;
      }
      Integrity known = circumstances.lineage().apply(value).integrity();
      if (known.compareTo(sink.minIntegrity()) < 0) {
        return Verdict.ARGUMENT_UNTRUSTED;
      }
    }
    return Verdict.ALLOWED;
  }

  private Level carried(Arguments arguments) {
    var level = Level.PUBLIC;
    for (Leaf leaf : arguments.leaves()) {
      level = level.max(circumstances.lineage().apply(leaf.value()).level());
    }
    return level;
  }
}
