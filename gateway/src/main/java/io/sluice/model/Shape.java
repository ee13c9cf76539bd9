package io.sluice.model;

/**
 * The shape the answer must have.
 *
 * @param name the schema's name; empty where there is none
 * @param schema the JSON schema as it stands, which holds text as well; empty unless {@code kind}
 *     is SCHEMA
 */
public record Shape(Kind kind, String name, Segment schema, boolean strict) {
  /** The schema of a shape that has none. */
  public static final Segment NO_SCHEMA =
      new Segment(Segment.Source.TOOL_DEFINITION, "", Span.NONE, Segment.Coding.RAW);

  /** Free text. */
  public static final Shape TEXT = new Shape(Kind.TEXT, "", NO_SCHEMA, false);

  /** Text, any JSON object, or JSON of one schema. */
  public enum Kind {
    TEXT,
    JSON,
    SCHEMA
  }
}
