package io.sluice.flow;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;

/**
 * JSON in its canonical form: members sorted by their UTF-16 code units, no white space, numbers as
 * ECMAScript writes them. Two texts that say the same have the same form.
 *
 * <p>Source: RFC 8785, JSON Canonicalization Scheme.
 */
final class Canonical {
  private static final int PLAIN_DIGITS = 21;
  private static final int SMALL_DIGITS = 6;

  private Canonical() {}

  /** The canonical form of {@code json}. */
  static String of(Json json) {
    var out = new StringBuilder();
    write(json, out);
    return out.toString();
  }

  private static void write(Json json, StringBuilder out) {
    switch (json.kind()) {
      case OBJECT -> object(json, out);
      case ARRAY -> {
        String between = "[";
        for (Json item : json.items()) {
          out.append(between);
          write(item, out);
          between = ",";
        }
        out.append(json.items().isEmpty() ? "[]" : "]");
      }
      case STRING -> string(json.string().orElse(""), out);
      case NUMBER -> out.append(number(json.number().orElse(0)));
      case TRUE -> out.append("true");
      case FALSE -> out.append("false");
      case NULL, MISSING -> out.append("null");
    }
  }

  private static void object(Json json, StringBuilder out) {
    List<Json.Field> fields =
        json.fields().stream().sorted(Comparator.comparing(Json.Field::name)).toList();
    String between = "{";
    for (Json.Field field : fields) {
      out.append(between);
      string(field.name(), out);
      out.append(':');
      write(field.value(), out);
      between = ",";
    }
    out.append(fields.isEmpty() ? "{}" : "}");
  }

  private static void string(String text, StringBuilder out) {
    out.append('"').append(JsonWriter.escaped(text).utf8()).append('"');
  }

  /** A finite number as {@code Number::toString} of ECMAScript writes it. */
  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    var shortest = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale(); // where the decimal point stands
    String sign = value < 0 ? "-" : "";
    if (point > 0 && point <= PLAIN_DIGITS) {
      return sign
          + (digits.length() <= point
              ? digits + "0".repeat(point - digits.length())
              : digits.substring(0, point) + "." + digits.substring(point));
    }
    if (point <= 0 && point > -SMALL_DIGITS) {
      return sign + "0." + "0".repeat(-point) + digits;
    }
    String rest = digits.length() == 1 ? "" : "." + digits.substring(1);
    int exponent = point - 1;
    return sign + digits.charAt(0) + rest + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
  }
}
