package io.sluice.wire.openairesponses;

import io.sluice.json.Json;
import io.sluice.model.Message;
import io.sluice.model.Message.Role;
import io.sluice.model.Part;
import io.sluice.model.Segment.Source;
import io.sluice.wire.Fields;
import io.sluice.wire.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the items of a conversation as turns: what the model said in a row is one turn, what tools
 * answered in a row is another.
 */
final class ReadItems {
  private static final Set<String> MESSAGE = Set.of("type", "role", "content", "id", "status");
  private static final Set<String> CALL =
      Set.of("type", "id", "call_id", "name", "arguments", "status");
  private static final Set<String> RESULT = Set.of("type", "id", "call_id", "output", "status");
  private final Noted noted;
  private final ReadContent content;
  private final List<Message> turns = new ArrayList<>();
  private final List<Part> open = new ArrayList<>();
  private Role speaker = Role.USER;

  ReadItems(Noted noted) {
    this.noted = noted;
    this.content = new ReadContent(noted);
  }

  List<Message> read(Json input) {
    int number = 0;
    for (Json item : input.items()) {
      item(item, "input[" + number++ + "].");
    }
    close();
    return turns;
  }

  private void item(Json item, String path) {
    if (!item.isObject()) {
      throw Fields.bad(path.substring(0, path.length() - 1) + " must be an object");
    }
    String type = item.text("type", item.at("role").absent() ? "" : "message");
    switch (type) {
      case "message" -> message(item, path);
      case "function_call" -> call(item, path);
      case "function_call_output" -> result(item, path);
      case "reasoning" -> reasoning(item);
      case "" -> throw Fields.bad(path + "type must be a string that is not empty");
      default -> other(item, type);
    }
  }

  private void message(Json item, String path) {
    String role = Fields.required(item, "role", path);
    switch (role) {
      case "user" -> turn(item, Role.USER, Source.USER, path);
      case "system", "developer" -> turn(item, Role.SYSTEM, Source.SYSTEM, path);
      case "assistant" -> {
        if (Fields.extras(item, MESSAGE).isEmpty()) {
          say(Role.ASSISTANT, content.read(item.at("content"), Source.ASSISTANT, path + "content"));
        } else {
          turn(item, Role.ASSISTANT, Source.ASSISTANT, path);
        }
      }
      default -> throw Fields.bad(path + "role must be user, assistant, system or developer");
    }
  }

  private void turn(Json item, Role role, Source source, String path) {
    close();
    List<Part> parts = content.read(item.at("content"), source, path + "content");
    turns.add(new Message(role, parts, noted.extras(item, MESSAGE, source)));
  }

  private void call(Json item, String path) {
    Json arguments = item.at("arguments");
    if (!arguments.isString() && !arguments.absent()) {
      throw Fields.bad(path + "arguments must be a string");
    }
    var segment =
        arguments.isString()
            ? noted.segments().text(Source.TOOL_CALL, arguments)
            : Segments.none(Source.TOOL_CALL);
    say(
        Role.ASSISTANT,
        List.of(
            new Part.ToolCall(
                Fields.required(item, "call_id", path),
                Fields.required(item, "name", path),
                segment,
                noted.extras(item, CALL, Source.TOOL_CALL))));
  }

  private void result(Json item, String path) {
    String id = Fields.required(item, "call_id", path);
    Json output = item.at("output");
    List<Part> parts = content.read(output, Source.TOOL_RESULT, path + "output");
    var extras = noted.extras(item, RESULT, Source.TOOL_RESULT);
    say(Role.TOOL, List.of(new Part.ToolResult(id, parts, false, extras)));
  }

  /** Reasoning goes back as it came; what of it can be read is looked at. */
  private void reasoning(Json item) {
    for (String list : List.of("summary", "content")) {
      for (Json part : item.at(list).items()) {
        if (part.at("text").isString()) {
          noted.segments().text(Source.ASSISTANT, part.at("text"));
        }
      }
    }
    say(Role.ASSISTANT, List.of(new Part.Opaque(Format.NAME, "reasoning", item.raw())));
  }

  /** An item of a tool that is no function, or a reference to one kept at the provider. */
  private void other(Json item, String type) {
    if (type.equals(References.TYPE)) {
      noted.term(type);
    }
    boolean answer = type.endsWith("_output") || type.endsWith("_response");
    noted.segments().inside(answer ? Source.TOOL_RESULT : Source.TOOL_CALL, item);
    var part = new Part.Opaque(Format.NAME, type, item.raw());
    say(answer ? Role.TOOL : Role.ASSISTANT, List.of(part));
  }

  private void say(Role role, List<Part> parts) {
    if (role != speaker) {
      close();
      speaker = role;
    }
    open.addAll(parts);
  }

  private void close() {
    if (!open.isEmpty()) {
      turns.add(new Message(speaker, open, List.of()));
      open.clear();
    }
  }
}
