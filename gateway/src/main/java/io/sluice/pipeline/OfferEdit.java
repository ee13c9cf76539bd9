package io.sluice.pipeline;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.util.Set;

/** Takes tools out of a request's body, whichever format it is in; the rest keeps its order. */
final class OfferEdit {
  private static final Set<String> LISTS = Set.of("tools", "functionDeclarations");
  private static final Set<String> HOLDERS = Set.of("toolConfig");

  /** What says how tools are to be used, and means nothing, or the wrong one, without them. */
  private static final Set<String> CHOICES =
      Set.of("tool_choice", "toolChoice", "tool_config", "toolConfig", "parallel_tool_calls");

  private OfferEdit() {}

  /** {@code body}, which reads as {@code root}, without the tools of these names. */
  static Bytes without(Bytes body, Json root, Set<String> names) {
    var out = new JsonWriter(body.length());
    object(out, root, names);
    return out.done();
  }

  private static void object(JsonWriter out, Json object, Set<String> names) {
    out.object();
    boolean none = object.fields().stream().anyMatch(field -> emptied(field, names));
    for (Json.Field field : object.fields()) {
      Json value = field.value();
      if (LISTS.contains(field.name()) && value.isArray()) {
        if (!emptied(field, names)) {
          list(out.name(field.name()), value, names);
        }
      } else if (HOLDERS.contains(field.name()) && value.at("tools").isArray()) {
        if (value.at("tools").items().stream().anyMatch(item -> stays(item, names))) {
          object(out.name(field.name()), value, names);
        }
      } else if (!CHOICES.contains(field.name()) || !none && !speaksOf(value, names)) {
        out.name(field.name()).raw(value.raw());
      }
    }
    out.endObject();
  }

  /** True for a list of tools of which none is left. */
  private static boolean emptied(Json.Field field, Set<String> names) {
    return LISTS.contains(field.name())
        && field.value().isArray()
        && !field.value().items().isEmpty()
        && field.value().items().stream().noneMatch(item -> stays(item, names));
  }

  private static void list(JsonWriter out, Json list, Set<String> names) {
    out.array();
    for (Json item : list.items()) {
      if (item.at("functionDeclarations").isArray() && stays(item, names)) {
        object(out, item, names);
      } else if (stays(item, names)) {
        out.raw(item.raw());
      }
    }
    out.endArray();
  }

  private static boolean stays(Json item, Set<String> names) {
    Json declared = item.at("functionDeclarations");
    return declared.isArray()
        ? declared.items().stream().anyMatch(one -> stays(one, names))
        : !names.contains(name(item));
  }

  /** The name of a tool, where its format has it. */
  private static String name(Json item) {
    String inner = item.at("function").text("name", item.at("toolSpec").text("name", ""));
    return inner.isEmpty() ? item.text("name", "") : inner;
  }

  private static boolean speaksOf(Json value, Set<String> names) {
    if (value.isString()) {
      return names.contains(value.string().orElse(""));
    }
    return value.fields().stream().anyMatch(field -> speaksOf(field.value(), names))
        || value.items().stream().anyMatch(item -> speaksOf(item, names));
  }
}
