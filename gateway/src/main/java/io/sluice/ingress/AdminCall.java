package io.sluice.ingress;

import io.sluice.identity.Operator;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Stop;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request to the admin plane, by somebody who was identified where the route needs it.
 *
 * @param path the values of the route's variables
 */
record AdminCall(@Nullable Operator operator, Map<String, String> path, String query, Bytes body) {
  private static final JsonLimits LIMITS = new JsonLimits(16, 1 << 20, 64, 10_000);

  /** Who asks; only routes with a role may call it. */
  Operator by() {
    if (operator == null) {
      throw Fault.of(Code.UNAUTHENTICATED, "this needs an operator").stop();
    }
    return operator;
  }

  /** The value of a variable of the path. */
  String part(String name) {
    return path.getOrDefault(name, "");
  }

  /** The value of a query parameter. */
  Optional<String> parameter(String name) {
    for (String pair : query.split("&", -1)) {
      int mark = pair.indexOf('=');
      if (mark > 0 && pair.substring(0, mark).equals(name)) {
        return Optional.of(URLDecoder.decode(pair.substring(mark + 1), StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }

  /** The body, which must be a JSON object that has only {@code known} members. */
  Json object(List<String> known) {
    Json json;
    try {
      json = Json.parse(body, LIMITS);
    } catch (JsonException e) {
      throw bad("the body must be a JSON object: " + e.getMessage());
    }
    if (!json.isObject()) {
      throw bad("the body must be a JSON object");
    }
    for (Json.Field field : json.fields()) {
      if (!known.contains(field.name())) {
        throw bad("unknown member '" + field.name() + "'; known are " + String.join(", ", known));
      }
    }
    return json;
  }

  /** The text at {@code name}; absent: {@code otherwise}; any other kind: refused. */
  static String text(Json object, String name, String otherwise) {
    Json value = object.at(name);
    if (value.absent()) {
      return otherwise;
    }
    return value.string().orElseThrow(() -> bad("'" + name + "' must be text"));
  }

  /** The texts at {@code name}: a list, or one text; absent: none. */
  static List<String> texts(Json object, String name) {
    Json value = object.at(name);
    if (value.absent()) {
      return List.of();
    }
    if (value.isString()) {
      return List.of(value.string().orElseThrow());
    }
    var all = new ArrayList<String>();
    for (Json item : value.items()) {
      all.add(item.string().orElseThrow(() -> bad("'" + name + "' must be a list of texts")));
    }
    if (!value.isArray()) {
      throw bad("'" + name + "' must be a list of texts");
    }
    return all;
  }

  /** Ends the call: the request is wrong. */
  static Stop bad(String message) {
    return Fault.of(Code.INVALID_REQUEST, message).stop();
  }
}
