package io.sluice.json;

import io.sluice.json.Json.Kind;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a schema: whether it is one, whether all of it can be checked, and its patterns. */
final class SchemaReader {
  static final Set<String> TYPES =
      Set.of("object", "array", "string", "number", "integer", "boolean", "null");

  /** Words that make or hold a schema which this cannot check. */
  private static final Set<String> BEYOND =
      Set.of(
          "$dynamicRef",
          "$recursiveRef",
          "unevaluatedProperties",
          "unevaluatedItems",
          "disallow",
          "extends",
          "divisibleBy");

  private static final Set<String> ONE =
      Set.of(
          "additionalItems",
          "additionalProperties",
          "contains",
          "not",
          "if",
          "then",
          "else",
          "propertyNames");
  private static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
  private static final Set<String> MAPS =
      Set.of("properties", "patternProperties", "dependentSchemas", "$defs", "definitions");
  private static final Set<String> COUNTS =
      Set.of(
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "minContains",
          "maxContains",
          "minProperties",
          "maxProperties");
  private static final Set<String> NUMBERS = Set.of("minimum", "maximum", "multipleOf");
  private static final Set<String> BOUNDS = Set.of("exclusiveMinimum", "exclusiveMaximum");

  private final Json root;
  private final Map<String, Pattern> patterns = new HashMap<>();
  private final ArrayDeque<Json> waiting = new ArrayDeque<>();
  private final Set<String> referred = new HashSet<>();

  SchemaReader(Json root) {
    this.root = root;
  }

  /** Its patterns, by their text. */
  Map<String, Pattern> read() throws JsonException {
    waiting.add(root);
    while (!waiting.isEmpty()) {
      one(waiting.poll());
    }
    return Map.copyOf(patterns);
  }

  private void one(Json schema) throws JsonException {
    if (schema.kind() == Kind.TRUE || schema.kind() == Kind.FALSE) {
      return;
    }
    if (!schema.isObject()) {
      throw wrong(schema, "a schema is an object, true or false");
    }
    for (Json.Field field : schema.fields()) {
      Json value = field.value();
      if (BEYOND.contains(field.name())) {
        throw wrong(value, "'" + field.name() + "' cannot be checked here");
      }
      if (field.name().equals("$id") && schema != root) {
        throw wrong(value, "'$id' inside a schema cannot be checked here");
      }
      if (!sound(field.name(), value)) {
        throw wrong(value, "'" + field.name() + "' is not as a schema has it");
      }
      inner(field.name(), value);
    }
  }

  private boolean sound(String name, Json value) throws JsonException {
    return switch (name) {
      case "type" -> type(value);
      case "enum" -> value.isArray();
      case "required" -> texts(value);
      case "dependentRequired" ->
          value.isObject() && value.fields().stream().allMatch(each -> texts(each.value()));
      case "dependencies" -> value.isObject();
      case "uniqueItems", "nullable" -> truth(value);
      case "pattern" -> value.isString() && pattern(value, value.string().orElseThrow());
      case "$ref" -> value.isString() && reference(value, value.string().orElseThrow());
      default -> measure(name, value);
    };
  }

  private static boolean measure(String name, Json value) {
    if (COUNTS.contains(name)) {
      return value.integer().isPresent() && value.integer().getAsLong() >= 0;
    }
    if (NUMBERS.contains(name)) {
      return SchemaCheck.decimal(value).isPresent()
          && (!name.equals("multipleOf") || SchemaCheck.decimal(value).get().signum() > 0);
    }
    return !BOUNDS.contains(name) || truth(value) || SchemaCheck.decimal(value).isPresent();
  }

  private static boolean type(Json value) {
    return value.isArray()
        ? value.items().stream().allMatch(SchemaReader::known)
        : value.isString() && known(value);
  }

  private static boolean known(Json name) {
    return TYPES.contains(name.string().orElse(""));
  }

  private static boolean texts(Json value) {
    return value.isArray() && value.items().stream().allMatch(Json::isString);
  }

  private static boolean truth(Json value) {
    return value.kind() == Kind.TRUE || value.kind() == Kind.FALSE;
  }

  private void inner(String name, Json value) throws JsonException {
    if (ONE.contains(name) || name.equals("items") && !value.isArray()) {
      waiting.add(value);
    } else if (LISTS.contains(name) || name.equals("items")) {
      all(name, value);
    } else if (MAPS.contains(name)) {
      map(name, value);
    } else if (name.equals("dependencies")) {
      value.fields().stream()
          .map(Json.Field::value)
          .filter(each -> !texts(each))
          .forEach(waiting::add);
    }
  }

  private void all(String name, Json value) throws JsonException {
    if (!value.isArray()) {
      throw wrong(value, "'" + name + "' is a list of schemas");
    }
    waiting.addAll(value.items());
  }

  private void map(String name, Json value) throws JsonException {
    if (!value.isObject()) {
      throw wrong(value, "'" + name + "' is an object of schemas");
    }
    for (Json.Field each : value.fields()) {
      if (name.equals("patternProperties")) {
        pattern(each.value(), each.name());
      }
      waiting.add(each.value());
    }
  }

  private boolean reference(Json at, String ref) throws JsonException {
    if (!ref.equals("#") && !ref.startsWith("#/") || ref.contains("%")) {
      throw wrong(at, "'$ref' to another place than '#/...' cannot be checked here");
    }
    Json target = JsonSchema.referred(root, ref);
    if (target.missing()) {
      throw wrong(at, "'$ref' refers to nothing");
    }
    if (referred.add(ref)) {
      waiting.add(target);
    }
    return true;
  }

  private boolean pattern(Json at, String text) throws JsonException {
    if (!patterns.containsKey(text)) {
      try {
        patterns.put(text, Pattern.compile(translated(text)));
      } catch (PatternSyntaxException e) {
        throw wrong(at, "a pattern cannot be checked here");
      }
    }
    return true;
  }

  /** ECMA-262's pattern as Java has it: what differs is the end of a text, and inside a class. */
  private static String translated(String text) {
    var out = new StringBuilder(text.length() + 8);
    boolean inClass = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        out.append(c).append(text.charAt(++i));
      } else if (inClass) {
        inClass = c != ']';
        out.append(List.of('[', '&').contains(c) ? "\\" + c : String.valueOf(c));
      } else {
        inClass = c == '[';
        out.append(c == '$' ? "\\z" : String.valueOf(c));
      }
    }
    return out.toString();
  }

  private static JsonException wrong(Json at, String message) {
    return new JsonException(message, at.span().start());
  }
}
