package io.sluice.sim;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON value, read leniently: what is absent or of another kind reads as missing. Also writes
 * trees of {@link Map}, {@link List}, text, numbers, booleans, null and {@link Json}.
 */
final class Json {
  static final Json MISSING = new Json(null, false);
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Set<String> PICTURES = Set.of("image_url", "source");
  private static final long PICTURE_CHARACTERS = 340;

  private final @Nullable Object value;
  private final boolean present;

  private Json(@Nullable Object value, boolean present) {
    this.value = value;
    this.present = present;
  }

  /** Reads one whole document; empty when the bytes are not exactly one JSON value. */
  static Optional<Json> parse(byte[] bytes) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      if (parser.nextToken() == null) {
        return Optional.empty();
      }
      Json read = new Json(read(parser), true);
      return parser.nextToken() == null ? Optional.of(read) : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  static Optional<Json> parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable Object read(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          fields.put(name, read(parser));
        }
        yield fields;
      }
      case START_ARRAY -> {
        var items = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(parser));
        }
        yield items;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  Json at(String name) {
    return value instanceof Map<?, ?> fields && fields.containsKey(name)
        ? new Json(fields.get(name), true)
        : MISSING;
  }

  List<Json> items() {
    return value instanceof List<?> items
        ? items.stream().map(item -> new Json(item, true)).toList()
        : List.of();
  }

  List<String> names() {
    return value instanceof Map<?, ?> fields
        ? fields.keySet().stream().map(String::valueOf).toList()
        : List.of();
  }

  Optional<String> text() {
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** The value as a tree that can be written again; null where there is none. */
  @Nullable Object tree() {
    return value;
  }

  String textOr(String other) {
    return value instanceof String text ? text : other;
  }

  long numberOr(long other) {
    return value instanceof BigDecimal number ? number.longValue() : other;
  }

  Optional<BigDecimal> number() {
    return value instanceof BigDecimal number ? Optional.of(number) : Optional.empty();
  }

  boolean isTrue() {
    return Boolean.TRUE.equals(value);
  }

  /** Whether there is a value here, and not null. */
  boolean isSet() {
    return value != null;
  }

  /** Whether the field exists, be it null. */
  boolean isPresent() {
    return present;
  }

  boolean isObject() {
    return value instanceof Map<?, ?>;
  }

  boolean isArray() {
    return value instanceof List<?>;
  }

  /**
   * How many characters a model would read in this value: all text but pictures, which count as a
   * flat amount.
   */
  long characters() {
    return switch (value) {
      case String text -> text.length();
      case Map<?, ?> fields -> {
        long sum = 0;
        for (String name : names()) {
          sum += PICTURES.contains(name) ? PICTURE_CHARACTERS : at(name).characters();
        }
        yield sum;
      }
      case List<?> list -> items().stream().mapToLong(Json::characters).sum();
      case null, default -> 0;
    };
  }

  /** Whether an object anywhere in this value has a set field of this name. */
  boolean mentions(String name) {
    if (at(name).isSet()) {
      return true;
    }
    for (String field : names()) {
      if (at(field).mentions(name)) {
        return true;
      }
    }
    return items().stream().anyMatch(item -> item.mentions(name));
  }

  /** An object of these names and values, in order. */
  static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return fields;
  }

  static byte[] bytes(@Nullable Object tree) {
    var out = new ByteArrayOutputStream(512);
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      write(generator, tree);
    }
    return out.toByteArray();
  }

  static String string(@Nullable Object tree) {
    return new String(bytes(tree), StandardCharsets.UTF_8);
  }

  /** A text as a JSON string: the one thing that streams write thousands of. */
  static String quoted(String text) {
    var quoted = new StringBuilder(text.length() + 8).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < 0x20) {
            quoted.append("\\u00").append(c < 0x10 ? "0" : "").append(Integer.toHexString(c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  private static void write(JsonGenerator out, @Nullable Object tree) {
    switch (tree) {
      case null -> out.writeNull();
      case Json json -> write(out, json.value);
      case Map<?, ?> fields -> {
        out.writeStartObject();
        fields.forEach(
            (name, value) -> {
              out.writeName(String.valueOf(name));
              write(out, value);
            });
        out.writeEndObject();
      }
      case List<?> items -> {
        out.writeStartArray();
        items.forEach(item -> write(out, item));
        out.writeEndArray();
      }
      case String text -> out.writeString(text);
      case Boolean truth -> out.writeBoolean(truth);
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Float number -> out.writeNumber(number);
      case Double number -> out.writeNumber(number);
      case BigDecimal number -> out.writeNumber(number);
      default -> throw new IllegalArgumentException("not JSON: " + tree.getClass());
    }
  }
}
