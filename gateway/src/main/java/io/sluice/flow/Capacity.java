package io.sluice.flow;

import io.sluice.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * How many bits an answer can carry that keeps to a JSON schema: the binary logarithm of how many
 * answers do. Enumerations, constants, booleans, bounded whole numbers, texts of a bounded pattern,
 * and objects and short lists of these have few; whatever else a schema says has no bound. Pure.
 */
final class Capacity {
  /** The most bits of an answer that may be endorsed. */
  static final int MOST_BITS = 32;

  /** What has no bound. */
  static final double UNBOUNDED = Double.POSITIVE_INFINITY;

  private static final int MOST_DEPTH = 8;
  private static final double LN_2 = Math.log(2);

  private Capacity() {}

  /** The bits of what keeps to {@code schema}. */
  static double bits(Json schema) {
    return bits(schema, MOST_DEPTH);
  }

  private static double bits(Json schema, int depth) {
    if (!schema.isObject() || depth == 0) {
      return UNBOUNDED;
    }
    if (!schema.at("const").missing()) {
      return 0;
    }
    if (schema.at("enum").isArray()) {
      return log(schema.at("enum").items().size());
    }
    return switch (schema.text("type", "")) {
      case "boolean" -> 1;
      case "null" -> 0;
      case "integer" -> whole(schema);
      case "string" -> pattern(schema.text("pattern", ""));
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      default -> UNBOUNDED;
    };
  }

  private static double log(double count) {
    return count < 1 ? 0 : Math.log(count) / LN_2;
  }

  private static double whole(Json schema) {
    double least = schema.at("minimum").number().orElse(Double.NEGATIVE_INFINITY);
    double most = schema.at("maximum").number().orElse(Double.POSITIVE_INFINITY);
    return Double.isInfinite(least) || Double.isInfinite(most) || most < least
        ? UNBOUNDED
        : log(Math.floor(most) - Math.ceil(least) + 1);
  }

  private static double object(Json schema, int depth) {
    if (schema.at("additionalProperties").bool(true)) {
      return UNBOUNDED;
    }
    var needed = new ArrayList<String>();
    schema.at("required").items().forEach(one -> one.string().ifPresent(needed::add));
    double bits = 0;
    for (Json.Field field : schema.at("properties").fields()) {
      bits += bits(field.value(), depth - 1) + (needed.contains(field.name()) ? 0 : 1);
    }
    return bits;
  }

  private static double array(Json schema, int depth) {
    long most = schema.integer("maxItems", -1);
    return most < 0 || most > MOST_BITS
        ? UNBOUNDED
        : log((double) most + 1) + most * bits(schema.at("items"), depth - 1);
  }

  /**
   * The bits of a pattern that is anchored at both ends and is a row of characters and classes,
   * each as it stands or so many times; of any other: no bound.
   */
  static double pattern(String pattern) {
    if (pattern.length() < 2 || !pattern.startsWith("^") || !pattern.endsWith("$")) {
      return UNBOUNDED;
    }
    return new Row(pattern.substring(1, pattern.length() - 1)).bits();
  }

  /** The pattern between its anchors. */
  private static final class Row {
    private static final List<Character> SPECIAL =
        List.of('(', ')', '|', '.', '*', '+', '^', '$', '{', '}', '?', ']');

    private final String row;
    private int at;

    Row(String row) {
      this.row = row;
    }

    double bits() {
      double bits = 0;
      while (at < row.length()) {
        bits += times(log(one()));
      }
      return bits;
    }

    /** How many characters stand in one place. */
    private double one() {
      char c = row.charAt(at++);
      if (c == '[') {
        return set();
      }
      if (c == '\\') {
        return at < row.length() ? escaped(row.charAt(at++)) : UNBOUNDED;
      }
      return SPECIAL.contains(c) ? UNBOUNDED : 1;
    }

    private static double escaped(char c) {
      return c == 'd' ? 10 : c == 'w' ? 63 : Character.isLetterOrDigit(c) ? UNBOUNDED : 1;
    }

    private double set() {
      double count = 0;
      int close = row.indexOf(']', at);
      if (close < 0 || row.charAt(at) == '^') {
        return UNBOUNDED;
      }
      while (at < close) {
        char c = row.charAt(at++);
        if (c == '\\') {
          return UNBOUNDED;
        }
        if (at + 1 < close && row.charAt(at) == '-') {
          count += Math.max(0, row.charAt(at + 1) - c + 1);
          at += 2;
        } else {
          count++;
        }
      }
      at++;
      return count;
    }

    /** The bits of one place that may stand there several times. */
    private double times(double bits) {
      char next = at < row.length() ? row.charAt(at) : ' ';
      if (next == '?') {
        at++;
        return bits + 1;
      }
      if (next != '{') {
        return bits;
      }
      int close = row.indexOf('}', at);
      String said = close < 0 ? "" : row.substring(at + 1, close);
      at = close < 0 ? row.length() : close + 1;
      return said.matches("[0-9]{1,3}")
          ? Integer.parseInt(said) * bits
          : said.matches("[0-9]{1,3},[0-9]{1,3}") ? between(said, bits) : UNBOUNDED;
    }

    private static double between(String said, double bits) {
      int comma = said.indexOf(',');
      int least = Integer.parseInt(said.substring(0, comma));
      int most = Integer.parseInt(said.substring(comma + 1));
      return most * bits + log(Math.max(1, most - least + 1));
    }
  }
}
