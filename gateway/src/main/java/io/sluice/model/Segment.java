package io.sluice.model;

/**
 * One piece of text in a request, and where it lies in the caller's own bytes.
 *
 * @param text the text as a reader sees it (escapes resolved), or raw JSON for {@link Coding#RAW}
 * @param span byte range in the original body: for {@link Coding#STRING} the inside of the JSON
 *     string without its quotes, for {@link Coding#RAW} the whole JSON value
 */
public record Segment(Source source, String text, Span span, Coding coding) {
  /** Who is speaking. */
  public enum Source {
    SYSTEM,
    USER,
    ASSISTANT,
    TOOL_CALL,
    TOOL_RESULT,
    TOOL_DEFINITION
  }

  /** How the text is written in the body. */
  public enum Coding {
    /** Inside a JSON string: what replaces it must be escaped. */
    STRING,
    /** A JSON value as it stands. */
    RAW
  }

  /** True if the text is JSON, in which what replaces a part must leave it JSON. */
  public boolean json() {
    return coding == Coding.RAW || source == Source.TOOL_CALL;
  }

  /** The source and the length only: the text is the caller's. */
  @Override
  public String toString() {
    return "Segment[" + source + ", " + text.length() + " chars]";
  }
}
