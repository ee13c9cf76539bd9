package io.sluice.model;

/**
 * The shape the answer must have.
 *
 * @param name the schema's name; empty where there is none
 * @param schema the JSON schema as it stands; empty unless {@code kind} is SCHEMA
 */
public record Shape(Kind kind, String name, Bytes schema, boolean strict) {
  /** Free text. */
  public static final Shape TEXT = new Shape(Kind.TEXT, "", Bytes.EMPTY, false);

  /** Text, any JSON object, or JSON of one schema. */
  public enum Kind {
    TEXT,
    JSON,
    SCHEMA
  }
}
