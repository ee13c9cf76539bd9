package io.sluice.json;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A JSON schema that values are held to. What drafts 4 to 2020-12 say of values is checked; what
 * they call annotations ({@code title}, {@code default}, {@code format} and so on) is not. A schema
 * that says what cannot be checked here is refused as a whole, never checked in part.
 *
 * <p>A schema is written by a stranger, so checking has a bound of steps, those of its patterns
 * included: no pattern, however it backtracks, takes a thread for long.
 *
 * <p>Source: JSON Schema Core and Validation, 2020-12; for older words draft-04, draft-07, 2019-09.
 */
public final class JsonSchema {
  /** The most steps of one check: values met by a rule, and characters met by a pattern. */
  static final int MOST_STEPS = 4_000_000;

  private final Json root;
  private final Map<String, Pattern> patterns;

  private JsonSchema(Json root, Map<String, Pattern> patterns) {
    this.root = root;
    this.patterns = patterns;
  }

  /**
   * Reads a schema.
   *
   * @throws JsonException if it is none, or says what cannot be checked; the message names the word
   */
  public static JsonSchema of(Json root) throws JsonException {
    return new JsonSchema(root, new SchemaReader(root).read());
  }

  /**
   * The word of the schema that {@code value} does not keep to, the first that is met; empty if it
   * keeps to all of them. Never anything of the value.
   */
  public Optional<String> flaw(Json value) {
    return new SchemaCheck(root, patterns, MOST_STEPS).flaw(value);
  }

  /** What {@code ref} stands for in the schema {@code root}; MISSING if it stands for nothing. */
  static Json referred(Json root, String ref) {
    if (ref.equals("#")) {
      return root;
    }
    Json at = root;
    for (String token : ref.substring(2).split("/", -1)) {
      String name = token.replace("~1", "/").replace("~0", "~");
      at = at.isArray() ? item(at, name) : at.at(name);
    }
    return at;
  }

  private static Json item(Json list, String index) {
    boolean number = index.matches("0|[1-9][0-9]{0,6}");
    int i = number ? Integer.parseInt(index) : Integer.MAX_VALUE;
    return i < list.items().size() ? list.items().get(i) : Json.MISSING;
  }
}
