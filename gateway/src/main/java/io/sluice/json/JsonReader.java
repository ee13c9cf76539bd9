package io.sluice.json;

import io.sluice.json.Json.Field;
import io.sluice.json.Json.Kind;
import io.sluice.model.Bytes;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Builds {@link Json} values from the library's tokens. One reader per text. */
final class JsonReader {
  private static final int NAMES_BY_SIGHT = 12;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final Bytes source;
  private final JsonLimits limits;
  private final JsonParser parser;
  private int nodes;

  private JsonReader(Bytes source, JsonLimits limits, JsonParser parser) {
    this.source = source;
    this.limits = limits;
    this.parser = parser;
  }

  static Json read(Bytes bytes, JsonLimits limits) throws JsonException {
    if (wide(bytes)) {
      throw new JsonException("not UTF-8", 0);
    }
    try (JsonParser parser =
        FACTORY.createParser(
            ObjectReadContext.empty(), bytes.array(), bytes.offset(), bytes.length())) {
      var reader = new JsonReader(bytes, limits, parser);
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new JsonException("the body is empty", 0);
      }
      Json value = reader.value(first, 0);
      if (parser.nextToken() != null) {
        throw new JsonException("more than one value in the body", reader.start());
      }
      return value;
    } catch (JacksonException e) {
      var location = e.getLocation();
      long offset = location == null ? 0 : Math.max(0, location.getByteOffset() - bytes.offset());
      throw new JsonException("not valid JSON at byte " + offset, offset);
    }
  }

  /**
   * True for a text that the library would take for UTF-16 or UTF-32, and count in characters: a
   * zero among its first bytes, or the byte order mark of one of these.
   */
  private static boolean wide(Bytes bytes) {
    for (int i = 0; i < Math.min(4, bytes.length()); i++) {
      if (bytes.at(i) == 0) {
        return true;
      }
    }
    if (bytes.length() < 2) {
      return false;
    }
    int mark = (bytes.at(0) & 0xFF) << 8 | bytes.at(1) & 0xFF;
    return mark == 0xFEFF || mark == 0xFFFE;
  }

  private Json value(JsonToken token, int depth) throws JsonException {
    if (++nodes > limits.nodes()) {
      throw new JsonException("more than " + limits.nodes() + " values", start());
    }
    return switch (token) {
      case START_OBJECT -> object(depth + 1);
      case START_ARRAY -> array(depth + 1);
      case VALUE_STRING -> string();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE -> leaf(Kind.TRUE, 4);
      case VALUE_FALSE -> leaf(Kind.FALSE, 5);
      case VALUE_NULL -> leaf(Kind.NULL, 4);
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new JsonException("not valid JSON", start());
    };
  }

  private Json object(int depth) throws JsonException {
    int start = deeper(depth);
    var fields = new ArrayList<Field>();
    HashSet<String> seen = null;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      if (name.length() > limits.stringBytes()) {
        throw new JsonException("a name is longer than " + limits.stringBytes(), start());
      }
      if (fields.size() == NAMES_BY_SIGHT) {
        seen = new HashSet<>();
        for (Field field : fields) {
          seen.add(field.name());
        }
      }
      if (seen == null ? holds(fields, name) : !seen.add(name)) {
        throw new JsonException("a name stands twice in one object", start());
      }
      fields.add(new Field(name, value(parser.nextToken(), depth)));
    }
    return new Json(Kind.OBJECT, source, new Span(start, start() + 1), List.copyOf(fields));
  }

  private static boolean holds(List<Field> fields, String name) {
    for (Field field : fields) {
      if (field.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private Json array(int depth) throws JsonException {
    int start = deeper(depth);
    var items = new ArrayList<Json>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(token, depth));
    }
    return new Json(Kind.ARRAY, source, new Span(start, start() + 1), List.copyOf(items));
  }

  private int deeper(int depth) throws JsonException {
    if (depth > limits.depth()) {
      throw new JsonException("nested deeper than " + limits.depth(), start());
    }
    return start();
  }

  private Json string() throws JsonException {
    int start = start();
    String text = parser.getString();
    int end = here();
    if (end - start - 2 > limits.stringBytes()) {
      throw new JsonException("a string is longer than " + limits.stringBytes() + " bytes", start);
    }
    return new Json(Kind.STRING, source, new Span(start, end), text);
  }

  private Json number() throws JsonException {
    int start = start();
    int length = parser.getStringLength();
    if (length > limits.numberChars()) {
      throw new JsonException("a number is longer than " + limits.numberChars(), start);
    }
    return new Json(Kind.NUMBER, source, new Span(start, start + length), List.of());
  }

  private Json leaf(Kind kind, int length) {
    int start = start();
    return new Json(kind, source, new Span(start, start + length), List.of());
  }

  private int start() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  private int here() {
    return (int) parser.currentLocation().getByteOffset();
  }
}
