package io.sluice.wire.gemini;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.util.Locale;
import java.util.Set;

/**
 * This format's older way to write a schema, as JSON schema: types in capitals, whole numbers as
 * strings, {@code nullable}.
 *
 * <p>Source: Gemini API reference, Schema (a subset of OpenAPI 3.0).
 */
final class Schemas {
  private static final Set<String> NUMBERS =
      Set.of("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties");
  private static final Set<String> NOT_JSON_SCHEMA =
      Set.of("propertyOrdering", "nullable", "type", "example");
  private static final Set<String> SCHEMAS = Set.of("items", "additionalProperties");
  private static final Set<String> LISTS = Set.of("anyOf", "oneOf", "allOf", "prefixItems");
  private static final Set<String> MAPS = Set.of("properties", "$defs", "defs");

  private Schemas() {}

  /** The same schema as JSON schema; the very bytes where there is nothing to change. */
  static Bytes plain(Json schema) {
    if (!older(schema)) {
      return schema.raw();
    }
    var out = new JsonWriter(schema.span().length() + 32);
    write(out, schema);
    return out.done();
  }

  private static boolean older(Json schema) {
    String type = schema.text("type", "");
    if (!type.equals(type.toLowerCase(Locale.ROOT)) || !schema.at("nullable").missing()) {
      return true;
    }
    for (Json.Field field : schema.fields()) {
      boolean deep =
          NOT_JSON_SCHEMA.contains(field.name()) && !field.name().equals("type")
              || NUMBERS.contains(Format.camel(field.name())) && field.value().isString();
      if (deep || field.name().contains("_") || inner(field)) {
        return true;
      }
    }
    return false;
  }

  private static boolean inner(Json.Field field) {
    if (SCHEMAS.contains(field.name())) {
      return older(field.value());
    }
    if (LISTS.contains(field.name())) {
      return field.value().items().stream().anyMatch(Schemas::older);
    }
    return MAPS.contains(field.name())
        && field.value().fields().stream().anyMatch(one -> older(one.value()));
  }

  private static void write(JsonWriter out, Json schema) {
    if (!schema.isObject()) {
      out.raw(schema.raw());
      return;
    }
    out.object();
    type(out, schema);
    for (Json.Field field : schema.fields()) {
      String name = Format.camel(field.name());
      if (!NOT_JSON_SCHEMA.contains(name)) {
        member(out, name, field.value());
      }
    }
    out.endObject();
  }

  private static void type(JsonWriter out, Json schema) {
    Json type = schema.at("type");
    boolean empty = schema.at("nullable").bool(false);
    if (type.isString()) {
      String plain = type.string().orElse("").toLowerCase(Locale.ROOT);
      if (plain.isEmpty() || plain.equals("type_unspecified")) {
        return;
      }
      if (empty) {
        out.name("type").array().value(plain).value("null").endArray();
      } else {
        out.field("type", plain);
      }
    } else if (!type.missing()) {
      out.field("type", type.raw());
    }
  }

  private static void member(JsonWriter out, String name, Json value) {
    out.name(name);
    if (SCHEMAS.contains(name)) {
      write(out, value);
    } else if (LISTS.contains(name) && value.isArray()) {
      out.array();
      value.items().forEach(one -> write(out, one));
      out.endArray();
    } else if (MAPS.contains(name) && value.isObject()) {
      out.object();
      for (Json.Field field : value.fields()) {
        out.name(field.name());
        write(out, field.value());
      }
      out.endObject();
    } else if (NUMBERS.contains(name) && value.string().orElse("").matches("\\d{1,18}")) {
      out.raw(value.string().orElse("0"));
    } else {
      out.raw(value.raw());
    }
  }
}
