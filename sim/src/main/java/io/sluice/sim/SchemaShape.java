package io.sluice.sim;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a value that a JSON Schema accepts, for the parts of it that tools use. */
final class SchemaShape {
  private static final int DEEPEST = 12;

  private final Json root;

  private SchemaShape(Json root) {
    this.root = root;
  }

  static @Nullable Object of(Json schema) {
    return new SchemaShape(schema).value(schema, 0);
  }

  private @Nullable Object value(Json schema, int depth) {
    if (depth > DEEPEST) {
      return null;
    }
    for (String choice : List.of("anyOf", "oneOf", "allOf")) {
      if (!schema.at(choice).items().isEmpty() && !schema.at("properties").isObject()) {
        return value(schema.at(choice).items().getFirst(), depth + 1);
      }
    }
    if (schema.at("$ref").isSet()) {
      return value(resolved(schema.at("$ref").textOr("")), depth + 1);
    }
    if (schema.at("const").isPresent()) {
      return schema.at("const");
    }
    if (schema.at("default").isSet()) {
      return schema.at("default");
    }
    if (!schema.at("enum").items().isEmpty()) {
      return schema.at("enum").items().getFirst();
    }
    return ofType(type(schema), schema, depth);
  }

  private @Nullable Object ofType(String type, Json schema, int depth) {
    return switch (type) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "string" -> text(schema);
      case "integer" -> least(schema).map(BigDecimal::longValue).orElse(1L);
      case "number" -> least(schema).map(BigDecimal::doubleValue).orElse(1.5);
      case "boolean" -> true;
      default -> null;
    };
  }

  private static String type(Json schema) {
    for (Json type : schema.at("type").items()) {
      if (!type.textOr("").equals("null")) {
        return type.textOr("");
      }
    }
    String implied =
        schema.at("properties").isObject()
            ? "object"
            : schema.at("items").isSet() ? "array" : "string";
    return schema.at("type").textOr(schema.names().isEmpty() ? "object" : implied);
  }

  private Object object(Json schema, int depth) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    List<String> required =
        schema.at("required").items().stream().map(name -> name.textOr("")).toList();
    for (String name : schema.at("properties").names()) {
      if (depth < DEEPEST / 3 || required.contains(name)) {
        fields.put(name, value(schema.at("properties").at(name), depth + 1));
      }
    }
    return fields;
  }

  private Object array(Json schema, int depth) {
    var items = new ArrayList<@Nullable Object>();
    long count = Math.min(100, schema.at("minItems").numberOr(1));
    for (long i = 0; i < count; i++) {
      items.add(value(schema.at("items"), depth + 1));
    }
    return items;
  }

  private static String text(Json schema) {
    String text =
        switch (schema.at("format").textOr("")) {
          case "date" -> "2026-01-31";
          case "date-time" -> "2026-01-31T12:00:00Z";
          case "time" -> "12:00:00Z";
          case "email" -> "someone@example.com";
          case "uri" -> "https://example.com/";
          case "uuid" -> "01234567-89ab-4def-8123-456789abcdef";
          default -> "example";
        };
    int least = (int) Math.min(10_000, schema.at("minLength").numberOr(0));
    int most = (int) Math.min(10_000, schema.at("maxLength").numberOr(10_000));
    String padded = text + "x".repeat(Math.max(0, least - text.length()));
    return padded.substring(0, Math.min(most, padded.length()));
  }

  private static Optional<BigDecimal> least(Json schema) {
    return schema
        .at("minimum")
        .number()
        .or(() -> schema.at("exclusiveMinimum").number().map(BigDecimal.ONE::add));
  }

  private Json resolved(String reference) {
    Json at = root;
    for (String step : reference.split("/")) {
      if (!step.equals("#")) {
        at = at.at(step.replace("~1", "/").replace("~0", "~"));
      }
    }
    return at;
  }
}
