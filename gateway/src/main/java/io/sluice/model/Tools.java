package io.sluice.model;

import java.util.List;

/** The tools a request offers, and how the model may use them. */
public record Tools(List<Tool> offered, Choice choice, String chosen, Parallel parallel) {
  /** No tools. */
  public static final Tools NONE = new Tools(List.of(), Choice.UNSET, "", Parallel.UNSET);

  /**
   * One function the model may call.
   *
   * @param description empty text where there is none
   * @param schema JSON schema of the arguments as it stands, which holds text as well; empty text
   *     where there is none
   */
  public record Tool(String name, Segment description, Segment schema, List<Extra> extras) {
    public Tool {
      extras = List.copyOf(extras);
    }
  }

  /** Whether the model must call something. NAMED: the tool {@link Tools#chosen}. */
  public enum Choice {
    UNSET,
    AUTO,
    NONE,
    REQUIRED,
    NAMED
  }

  /** Whether several calls in one answer are wanted. */
  public enum Parallel {
    UNSET,
    YES,
    NO
  }

  public Tools {
    offered = List.copyOf(offered);
  }
}
