package io.sluice.flow;

import java.time.Instant;
import java.util.List;

/**
 * What is known of one tool that an application offers to models: the definition that is trusted,
 * and another one that waits for an operator.
 *
 * @param trusted what is shown to models; {@link Definition#NONE} before anybody approved
 * @param waiting what came since and is kept from models; {@link Definition#NONE}: nothing waits
 * @param draft what the latest definition suggests that the tool does
 * @param seen when the latest definition first came
 */
public record ToolPin(
    Place place, Definition trusted, Definition waiting, Draft draft, Instant seen) {
  /** Whose tool it is. {@code app} is the application, or the key that has none. */
  public record Place(String tenant, String app, String tool) {}

  /**
   * Hashes (SHA-256, hex) of the canonical forms of a definition's parts; never the text.
   *
   * @param words of its description
   * @param schema of the schema of its arguments
   */
  public record Definition(String words, String schema) {
    /** No definition. */
    public static final Definition NONE = new Definition("", "");
  }

  /** What a definition suggests, for an operator to confirm. */
  public record Draft(String effect, List<String> controlArgs) {
    public Draft {
      controlArgs = List.copyOf(controlArgs);
    }
  }

  /** How grave a change is. */
  public enum Severity {
    /** Nothing waits. */
    NONE,
    /** The tool is new, and new tools wait here. */
    NEW,
    /** The arguments changed, the words did not. */
    ARGUMENTS,
    /** The words changed that the model reads as instructions. */
    WORDS
  }

  /** How grave it is what waits. */
  public Severity severity() {
    if (waiting.equals(Definition.NONE)) {
      return Severity.NONE;
    }
    if (trusted.equals(Definition.NONE)) {
      return Severity.NEW;
    }
    return trusted.words().equals(waiting.words()) ? Severity.ARGUMENTS : Severity.WORDS;
  }

  /** The same with what waits in the place of what was trusted. */
  ToolPin approved() {
    return new ToolPin(place, waiting, Definition.NONE, draft, seen);
  }
}
