package io.sluice.pipeline;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.model.Shape;
import io.sluice.model.Tools;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether an answer has the form it should have: tools that were offered, called with arguments
 * that are JSON objects with the members their schema requires; JSON where JSON was demanded. It is
 * fed the provider's events on the loop, and asked once they are over. It keeps at most {@link
 * #MOST_CHARS}; of more it says nothing.
 */
final class Form {
  private static final int MOST_CHARS = 256 << 10;
  private static final JsonLimits LIMITS = new JsonLimits(64, MOST_CHARS * 4, 1_000, 100_000);

  private final Map<String, Set<String>> tools = new HashMap<>();
  private final Set<String> members;
  private final boolean json;
  private final Map<String, StringBuilder> calls = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final StringBuilder text = new StringBuilder();
  private int chars;

  Form(Request request) {
    Shape shape = request instanceof Prompt prompt ? prompt.shape() : Shape.TEXT;
    this.json = shape.kind() != Shape.Kind.TEXT;
    this.members = required(shape.schema().text());
    if (request instanceof Prompt prompt) {
      for (Tools.Tool tool : prompt.tools().offered()) {
        tools.put(tool.name(), required(tool.schema().text()));
      }
    }
  }

  /** The next thing the provider said. */
  void note(Event event) {
    switch (event) {
      case Event.ToolStarted(int choice, int index, String _, String name) ->
          names.put(choice + "/" + index, name);
      case Event.ToolArguments(int choice, int index, String fragment, var _) ->
          add(calls.computeIfAbsent(choice + "/" + index, _ -> new StringBuilder()), fragment);
      case Event.Text(int choice, String said, var _) -> {
        if (json && choice == 0) {
          add(text, said);
        }
      }
      default -> {}
    }
  }

  private void add(StringBuilder to, String more) {
    chars += more.length();
    if (chars <= MOST_CHARS) {
      to.append(more);
    }
  }

  /** Whether it is as it should be; null: there was nothing to check, or too much. */
  @Nullable Boolean valid() {
    if (chars > MOST_CHARS || (names.isEmpty() && !(json && !text.isEmpty()))) {
      return null;
    }
    for (Map.Entry<String, String> call : names.entrySet()) {
      Set<String> needed = tools.get(call.getValue());
      StringBuilder arguments = calls.get(call.getKey());
      if (needed == null || !holds(arguments == null ? "" : arguments.toString(), needed)) {
        return false;
      }
    }
    return !json || text.isEmpty() || holds(text.toString(), members);
  }

  /** Whether it is a JSON object with these members. An empty text is an empty object. */
  private static boolean holds(String object, Set<String> needed) {
    Json parsed = parsed(object.isBlank() ? "{}" : object);
    return parsed.isObject() && needed.stream().noneMatch(name -> parsed.at(name).missing());
  }

  private static Set<String> required(String schema) {
    var names = new HashSet<String>();
    for (Json item : parsed(schema).at("required").items()) {
      item.string().ifPresent(names::add);
    }
    return Set.copyOf(names);
  }

  private static Json parsed(String text) {
    try {
      return text.isEmpty() ? Json.nothing() : Json.parse(Bytes.utf8(text), LIMITS);
    } catch (JsonException e) {
      return Json.nothing();
    }
  }
}
