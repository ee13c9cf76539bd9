package io.sluice.flow;

import io.sluice.flow.Declassifier.Declassified;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Count;
import io.sluice.model.Extra;
import io.sluice.model.Label;
import io.sluice.model.Message;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Source;
import io.sluice.model.Tools.Tool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Which tool each result in one conversation is of, by the id of its call; a result whose call is
 * not there is nobody's. What was recognised in the arguments of a call may come back in its result
 * and joins it. Confined to one look at one request.
 */
final class ToolTurns {
  private final ToolPolicies tools;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, Label> echoes = new HashMap<>();
  private final IdentityHashMap<Segment, String> arguments = new IdentityHashMap<>();
  private final IdentityHashMap<Segment, List<String>> results = new IdentityHashMap<>();
  private final Map<String, List<String>> beside = new HashMap<>();
  private final BiFunction<String, Label, Declassified> released;
  private List<Tool> offered = List.of();

  private ToolTurns(ToolPolicies tools, BiFunction<String, Label, Declassified> released) {
    this.tools = tools;
    this.released = released;
  }

  /**
   * What {@code request} tells of it.
   *
   * @param released what the results of a tool are worth, by its name
   */
  static ToolTurns of(
      Request request, ToolPolicies tools, BiFunction<String, Label, Declassified> released) {
    var turns = new ToolTurns(tools, released);
    switch (request) {
      case Prompt prompt -> turns.read(prompt);
      case Count count -> turns.read(count.prompt());
      default -> {}
    }
    return turns;
  }

  private void read(Prompt prompt) {
    offered = prompt.tools().offered();
    for (Message message : prompt.messages()) {
      for (Part part : message.parts()) {
        if (part instanceof Part.ToolCall call) {
          names.put(call.id(), call.name());
          arguments.put(call.arguments(), call.id());
        } else if (part instanceof Part.ToolResult result) {
          result.content().forEach(inner -> content(inner, result.callId()));
          result.extras().forEach(extra -> beside(extra, result.callId()));
          if (message.role() == Message.Role.TOOL && message.parts().size() == 1) {
            message.extras().forEach(extra -> beside(extra, result.callId()));
          }
        }
      }
    }
    if (!beside.isEmpty()) {
      for (Segment segment : prompt.segments()) {
        List<String> calls = beside.get(segment.text());
        if (segment.source() == Source.TOOL_RESULT && calls != null) {
          results.putIfAbsent(segment, calls);
        }
      }
    }
  }

  private void content(Part part, String call) {
    switch (part) {
      case Part.Text text -> results.put(text.segment(), List.of(call));
      case Part.Document document -> results.put(document.name(), List.of(call));
      case Part.Image _, Part.ToolCall _, Part.ToolResult _, Part.Thinking _, Part.Opaque _ -> {}
    }
  }

  /** What an application says beside a result, such as the tool's name, is worth what that is. */
  private void beside(Extra extra, String call) {
    try {
      texts(Json.parse(extra.json(), JsonLimits.DEFAULT), call);
    } catch (JsonException unreadable) { // it stays nobody's
      return;
    }
  }

  private void texts(Json json, String call) {
    json.string()
        .ifPresent(text -> beside.computeIfAbsent(text, _ -> new ArrayList<>(1)).add(call));
    json.items().forEach(item -> texts(item, call));
    json.fields().forEach(field -> texts(field.value(), call));
  }

  /** The arguments of a call were recognised as content of that label. */
  void recognised(Segment segment, Label label) {
    String call = arguments.get(segment);
    if (call != null) {
      echoes.merge(call, label, Label::join);
    }
  }

  /** True if an operator said that a result is worth more than its tool's are. */
  boolean released(Segment segment) {
    return results.getOrDefault(segment, List.of()).stream()
        .map(call -> names.getOrDefault(call, ""))
        .anyMatch(name -> !released.apply(name, tools.of(name).result()).rule().isEmpty());
  }

  /** The label of what a tool returned; where two tools may have said it, of both. */
  Label result(Segment segment) {
    var label = Label.BOTTOM;
    for (String call : results.getOrDefault(segment, List.of(""))) {
      String name = names.getOrDefault(call, "");
      ToolPolicy policy = ToolHints.of(name, offered).over(tools.of(name));
      Label own = ProtocolLabels.of(segment.text(), policy);
      label = label.join(released.apply(name, own).label());
      label = label.join(echoes.getOrDefault(call, Label.BOTTOM));
    }
    return label;
  }
}
