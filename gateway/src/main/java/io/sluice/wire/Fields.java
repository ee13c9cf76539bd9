package io.sluice.wire;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Extra;
import io.sluice.model.Fault;
import io.sluice.model.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads members of a request and says by name what is wrong with them, never what they hold. */
public final class Fields {
  private Fields() {}

  /** The body as a JSON object. */
  public static Json object(Bytes body, JsonLimits limits) {
    try {
      Json root = Json.parse(body, limits);
      if (!root.isObject()) {
        throw bad("the body must be a JSON object");
      }
      return root;
    } catch (JsonException e) {
      throw bad("the body cannot be read: " + e.getMessage());
    }
  }

  /** A body that a provider sent; MISSING if it is no JSON. */
  public static Json lenient(Bytes body) {
    try {
      return Json.parse(body, JsonLimits.DEFAULT);
    } catch (JsonException e) {
      return Json.nothing();
    }
  }

  /** The text at {@code name}, which must be there and not empty. */
  public static String required(Json object, String name, String path) {
    return object
        .at(name)
        .string()
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> bad(path + name + " must be a string that is not empty"));
  }

  /** The text at {@code name}; absent: {@code otherwise}. */
  public static String text(Json object, String name, String otherwise) {
    Json value = object.at(name);
    if (value.absent()) {
      return otherwise;
    }
    return value.string().orElseThrow(() -> bad(name + " must be a string"));
  }

  /** The whole number at {@code name}, not negative; null if absent. */
  public static @Nullable Long count(Json object, String name) {
    Json value = object.at(name);
    if (value.absent()) {
      return null;
    }
    long number = value.integer().orElse(-1);
    if (number < 0) {
      throw bad(name + " must be a whole number that is not negative");
    }
    return number;
  }

  /** The number at {@code name}; null if absent. */
  public static @Nullable Double number(Json object, String name) {
    Json value = object.at(name);
    if (value.absent()) {
      return null;
    }
    var number = value.number();
    if (number.isEmpty() || !Double.isFinite(number.getAsDouble())) {
      throw bad(name + " must be a number");
    }
    return number.getAsDouble();
  }

  /** True or false at {@code name}. */
  public static boolean truth(Json object, String name, boolean otherwise) {
    Json value = object.at(name);
    return switch (value.kind()) {
      case TRUE -> true;
      case FALSE -> false;
      case NULL, MISSING -> otherwise;
      case OBJECT, ARRAY, STRING, NUMBER -> throw bad(name + " must be true or false");
    };
  }

  /** The list at {@code name}, which must be there. */
  public static List<Json> list(Json object, String name) {
    Json value = object.at(name);
    if (!value.isArray()) {
      throw bad(name + " must be an array");
    }
    return value.items();
  }

  /** The list at {@code name}; absent: none. */
  public static List<Json> optionalList(Json object, String name, String path) {
    Json value = object.at(name);
    if (!value.isArray() && !value.absent()) {
      throw bad(path + name + " must be an array");
    }
    return value.items();
  }

  /** One text or a list of texts; absent: none. */
  public static List<String> texts(Json object, String name) {
    Json value = object.at(name);
    if (value.absent()) {
      return List.of();
    }
    if (value.isString()) {
      return List.of(value.string().orElseThrow());
    }
    var all = new ArrayList<String>();
    for (Json item : value.items()) {
      all.add(
          item.string().orElseThrow(() -> bad(name + " must be a string or an array of strings")));
    }
    if (!value.isArray()) {
      throw bad(name + " must be a string or an array of strings");
    }
    return all;
  }

  /** The members whose names are not {@code known}. */
  public static List<Extra> extras(Json object, Set<String> known) {
    List<Extra> all = List.of();
    for (Json.Field field : object.fields()) {
      if (!known.contains(field.name()) && !field.value().absent()) {
        if (all.isEmpty()) {
          all = new ArrayList<>();
        }
        all.add(new Extra(field.name(), field.value().raw()));
      }
    }
    return all;
  }

  /**
   * False for a further member that says what holds without it: one answer, nothing switched on,
   * the usual tier, usage in a stream.
   */
  public static boolean says(Extra extra) {
    Json value = lenient(extra.json());
    return switch (extra.name()) {
      case "stream_options" -> false;
      case "n" -> value.integer().orElse(0) != 1;
      case "service_tier" -> !value.string().orElse("").equals("auto");
      default -> value.isObject() ? !value.fields().isEmpty() : value.bool(true);
    };
  }

  /** Ends the exchange: the request is wrong. */
  public static Stop bad(String message) {
    return Fault.of(Code.INVALID_REQUEST, message).stop();
  }
}
