package io.sluice.json;

import io.sluice.model.Bytes;
import io.sluice.model.Span;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One value of a parsed JSON text, which knows where it stands in the bytes. Immutable. A member
 * that is not there is a value of kind MISSING, so that a chain of {@code at} never fails.
 */
public final class Json {
  /** What a value is. */
  public enum Kind {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    TRUE,
    FALSE,
    NULL,
    MISSING
  }

  /** A member of an object. */
  public record Field(String name, Json value) {}

  static final Json MISSING = new Json(Kind.MISSING, Bytes.EMPTY, Span.NONE, List.of());

  private final Kind kind;
  private final Bytes source;
  private final Span span;
  private final Object content;

  /** {@code content}: fields, items, the text of a string, else an empty list. */
  Json(Kind kind, Bytes source, Span span, Object content) {
    this.kind = kind;
    this.source = source;
    this.span = span;
    this.content = content;
  }

  /**
   * Reads one JSON text (RFC 8259) that fills {@code bytes}. Duplicate names are refused.
   *
   * @throws JsonException if it is no JSON, or beyond {@code limits}
   */
  public static Json parse(Bytes bytes, JsonLimits limits) throws JsonException {
    return JsonReader.read(bytes, limits);
  }

  /** A value that is not there. */
  public static Json nothing() {
    return MISSING;
  }

  /** What this is. */
  public Kind kind() {
    return kind;
  }

  /** Byte range in the parsed text; of a string with its quotes. */
  public Span span() {
    return span;
  }

  /** Byte range of a string's inside, without its quotes. */
  public Span inside() {
    return kind == Kind.STRING ? new Span(span.start() + 1, span.end() - 1) : span;
  }

  /** The bytes as they stand. */
  public Bytes raw() {
    return source.slice(span);
  }

  /** True if there is no such member. */
  public boolean missing() {
    return kind == Kind.MISSING;
  }

  /** True if there is no such member or it is null. */
  public boolean absent() {
    return kind == Kind.MISSING || kind == Kind.NULL;
  }

  /** True for an object. */
  public boolean isObject() {
    return kind == Kind.OBJECT;
  }

  /** True for an array. */
  public boolean isArray() {
    return kind == Kind.ARRAY;
  }

  /** True for a string. */
  public boolean isString() {
    return kind == Kind.STRING;
  }

  /** The member of that name; MISSING if this is no object or has none. */
  public Json at(String name) {
    for (Field field : fields()) {
      if (field.name().equals(name)) {
        return field.value();
      }
    }
    return MISSING;
  }

  /** The members in their order; none if this is no object. */
  @SuppressWarnings("unchecked")
  public List<Field> fields() {
    return kind == Kind.OBJECT ? (List<Field>) content : List.of();
  }

  /** The items in their order; none if this is no array. */
  @SuppressWarnings("unchecked")
  public List<Json> items() {
    return kind == Kind.ARRAY ? (List<Json>) content : List.of();
  }

  /** The text of a string, escapes resolved; empty if this is no string. */
  public Optional<String> string() {
    return kind == Kind.STRING ? Optional.of((String) content) : Optional.empty();
  }

  /** The text of the member {@code name}, or {@code otherwise} if it is no string. */
  public String text(String name, String otherwise) {
    return at(name).string().orElse(otherwise);
  }

  /** The value of a whole number in the range of a long. */
  public OptionalLong integer() {
    if (kind != Kind.NUMBER) {
      return OptionalLong.empty();
    }
    var text = raw().utf8();
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return wholeDecimal(text);
    }
  }

  private static OptionalLong wholeDecimal(String text) {
    double value = Double.parseDouble(text);
    return value == Math.rint(value) && Math.abs(value) < 9.0e15
        ? OptionalLong.of((long) value)
        : OptionalLong.empty();
  }

  /** The whole number at {@code name}, or {@code otherwise}. */
  public long integer(String name, long otherwise) {
    return at(name).integer().orElse(otherwise);
  }

  /** The value of a number. */
  public OptionalDouble number() {
    return kind == Kind.NUMBER
        ? OptionalDouble.of(Double.parseDouble(raw().utf8()))
        : OptionalDouble.empty();
  }

  /** True or false, or {@code otherwise} if this is neither. */
  public boolean bool(boolean otherwise) {
    return switch (kind) {
      case TRUE -> true;
      case FALSE -> false;
      default -> otherwise;
    };
  }

  /** The kind and size only: JSON here is mostly somebody's content. */
  @Override
  public String toString() {
    return "Json[" + kind + ", " + span.length() + " bytes]";
  }
}
