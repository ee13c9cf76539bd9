package io.sluice.wire.openaichat;

import io.sluice.json.Json;
import io.sluice.model.Extra;
import io.sluice.model.Message;
import io.sluice.model.Message.Role;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Sampling;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Source;
import io.sluice.model.Shape;
import io.sluice.model.Thinking;
import io.sluice.model.Tools;
import io.sluice.model.Tools.Choice;
import io.sluice.model.Tools.Parallel;
import io.sluice.model.Tools.Tool;
import io.sluice.model.Traits;
import io.sluice.model.Traits.Call;
import io.sluice.model.Traits.Operation;
import io.sluice.model.Traits.Size;
import io.sluice.wire.Fields;
import io.sluice.wire.Incoming;
import io.sluice.wire.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads a chat completions request. One reader per request. */
final class ReadRequest {
  private static final Set<String> MESSAGE =
      Set.of("role", "content", "tool_calls", "tool_call_id", "reasoning_content");
  private static final Set<String> PART = Set.of("type", "text", "image_url");
  private static final Set<String> FUNCTION = Set.of("name", "description", "parameters");
  private static final Set<String> FILE = Set.of("file_data", "filename");
  private static final Set<String> CALL = Set.of("id", "type", "function");

  private final Segments segments = new Segments();
  private final TreeSet<String> modalities = new TreeSet<>();
  private final TreeSet<String> terms = new TreeSet<>();
  private int media;

  Prompt read(Incoming incoming) {
    Json root = incoming.root();
    String model = Fields.required(root, "model", "");
    boolean stream = Fields.truth(root, "stream", false);
    var messages = new ArrayList<Message>();
    int index = 0;
    for (Json message : Fields.list(root, "messages")) {
      messages.add(message(message, "messages[" + index++ + "]."));
    }
    if (messages.isEmpty()) {
      throw Fields.bad("messages must not be empty");
    }
    Tools tools = tools(root);
    Sampling sampling = sampling(root);
    terms(root);
    long most = sampling.maxOutputTokens() == null ? 0 : sampling.maxOutputTokens();
    Long choices = Fields.count(root, "n");
    var extras = new ArrayList<>(extras(root, Format.KNOWN, Source.USER));
    if (!sampling.thinking().equals(Thinking.UNSET)) {
      extras.removeIf(extra -> ReadThinking.MEMBERS.contains(extra.name()));
    }
    Shape shape = shape(root);
    var traits =
        new Traits(
            new Call(Format.NAME, Operation.CHAT, model, stream),
            List.copyOf(modalities),
            tools.offered().stream().map(Tool::name).sorted().toList(),
            new Size(
                segments.bytes(), media, most, choices == null ? 1 : Math.clamp(choices, 1, 128)),
            List.copyOf(terms));
    return new Prompt(traits, segments.all(), messages, tools, sampling, shape, extras);
  }

  private Message message(Json json, String path) {
    String role = Fields.required(json, "role", path);
    return switch (role) {
      case "system", "developer" -> plain(json, Role.SYSTEM, Source.SYSTEM, path);
      case "user" -> plain(json, Role.USER, Source.USER, path);
      case "assistant" -> assistant(json, path);
      case "tool", "function" -> tool(json, path);
      default -> throw Fields.bad(path + "role must be system, developer, user, assistant or tool");
    };
  }

  private Message plain(Json json, Role role, Source source, String path) {
    List<Part> parts = content(json.at("content"), source, path);
    return new Message(role, parts, extras(json, MESSAGE, source));
  }

  private Message assistant(Json json, String path) {
    var parts = new ArrayList<Part>();
    if (json.at("reasoning_content").isString()) {
      var thought = segments.text(Source.ASSISTANT, json.at("reasoning_content"));
      parts.add(new Part.Thinking(thought, "", List.of()));
    }
    if (!json.at("content").absent()) {
      parts.addAll(content(json.at("content"), Source.ASSISTANT, path));
    }
    int number = 0;
    for (Json call : Fields.optionalList(json, "tool_calls", path)) {
      String where = path + "tool_calls[" + number++ + "].";
      Json function = call.at("function");
      if (!function.isObject()) {
        segments.inside(Source.TOOL_CALL, call);
        parts.add(new Part.Opaque(Format.NAME, call.text("type", "tool_call"), call.raw()));
        continue;
      }
      Json arguments = function.at("arguments");
      if (!arguments.isString() && !arguments.absent()) {
        throw Fields.bad(where + "function.arguments must be a string");
      }
      var segment =
          arguments.isString()
              ? segments.text(Source.TOOL_CALL, arguments)
              : Segments.none(Source.TOOL_CALL);
      parts.add(
          new Part.ToolCall(
              call.text("id", ""),
              Fields.required(function, "name", where + "function."),
              segment,
              extras(call, CALL, Source.TOOL_CALL)));
    }
    return new Message(Role.ASSISTANT, parts, extras(json, MESSAGE, Source.ASSISTANT));
  }

  private Message tool(Json json, String path) {
    var inner = content(json.at("content"), Source.TOOL_RESULT, path);
    var result = new Part.ToolResult(json.text("tool_call_id", ""), inner, false, List.of());
    return new Message(Role.TOOL, List.of(result), extras(json, MESSAGE, Source.TOOL_RESULT));
  }

  private List<Part> content(Json content, Source source, String path) {
    if (content.isString()) {
      return List.of(new Part.Text(segments.text(source, content), List.of()));
    }
    if (!content.isArray()) {
      if (content.absent() && source != Source.USER) {
        return List.of();
      }
      throw Fields.bad(path + "content must be a string or an array");
    }
    var parts = new ArrayList<Part>();
    int index = 0;
    for (Json part : content.items()) {
      parts.add(part(part, source, path + "content[" + index++ + "]."));
    }
    return parts;
  }

  private Part part(Json part, Source source, String path) {
    String type = Fields.required(part, "type", path);
    switch (type) {
      case "text":
        Json text = part.at("text");
        if (!text.isString()) {
          throw Fields.bad(path + "text must be a string");
        }
        return new Part.Text(segments.text(source, text), extras(part, PART, source));
      case "image_url":
        return image(part, source, path);
      case "file":
        return file(part, source);
      case "refusal":
        return new Part.Text(segments.text(source, part.at("refusal")), List.of());
      default:
        segments.inside(source, part);
        media++;
        modalities.add(type.equals("input_audio") ? "audio" : type);
        return new Part.Opaque(Format.NAME, type, part.raw());
    }
  }

  /** A file in the request itself; one that lies at the provider is that provider's alone. */
  private Part file(Json part, Source source) {
    media++;
    modalities.add("document");
    Json file = part.at("file");
    String data = file.text("file_data", "");
    int comma = data.indexOf(";base64,");
    if (!data.startsWith("data:") || comma < 0) {
      if (!file.at("file_id").absent()) {
        terms.add("file");
      }
      segments.inside(source, part);
      return new Part.Opaque(Format.NAME, "file", part.raw());
    }
    Json called = file.at("filename");
    Segment name = called.isString() ? segments.text(source, called) : Segments.none(source);
    String type = data.substring("data:".length(), comma);
    String content = data.substring(comma + ";base64,".length());
    return new Part.Document(type, content, false, name, extras(file, FILE, source));
  }

  private Part image(Json part, Source source, String path) {
    String url = Fields.required(part.at("image_url"), "url", path + "image_url.");
    media++;
    modalities.add("image");
    List<Extra> extras = extras(part.at("image_url"), Set.of("url"), source);
    if (url.startsWith("data:")) {
      int comma = url.indexOf(";base64,");
      if (comma < 0) {
        throw Fields.bad(path + "image_url.url must be a base64 data URL");
      }
      return new Part.Image(url.substring(5, comma), url.substring(comma + 8), false, extras);
    }
    terms.add("remote_url");
    return new Part.Image("", url, true, extras);
  }

  private Tools tools(Json root) {
    var offered = new ArrayList<Tool>();
    int number = 0;
    for (Json tool : Fields.optionalList(root, "tools", "")) {
      String where = "tools[" + number++ + "].";
      Json function = tool.at("function");
      if (!function.isObject()) {
        offered.add(otherTool(tool, where));
        continue;
      }
      Json description = function.at("description");
      var segment =
          description.isString()
              ? segments.text(Source.TOOL_DEFINITION, description)
              : Segments.none(Source.TOOL_DEFINITION);
      Json schema = function.at("parameters");
      offered.add(
          new Tool(
              Fields.required(function, "name", where + "function."),
              segment,
              schema.absent() ? Shape.NO_SCHEMA : segments.raw(Source.TOOL_DEFINITION, schema),
              extras(function, FUNCTION, Source.TOOL_DEFINITION)));
    }
    return offered.isEmpty() ? Tools.NONE : chosen(root, offered);
  }

  /** A tool that is no function: mostly one that the provider runs itself. */
  private Tool otherTool(Json tool, String path) {
    String type = Fields.required(tool, "type", path);
    if (!type.equals("custom")) {
      terms.add("provider_tool");
    }
    segments.inside(Source.TOOL_DEFINITION, tool);
    return new Tool(
        tool.at("custom").text("name", type),
        Segments.none(Source.TOOL_DEFINITION),
        Shape.NO_SCHEMA,
        List.of(new Extra("provider_tool", tool.raw())));
  }

  private static Tools chosen(Json root, List<Tool> offered) {
    Json choice = root.at("tool_choice");
    Json parallel = root.at("parallel_tool_calls");
    Parallel several =
        switch (parallel.kind()) {
          case TRUE -> Parallel.YES;
          case FALSE -> Parallel.NO;
          default -> Parallel.UNSET;
        };
    String named = choice.at("function").text("name", "");
    if (!named.isEmpty()) {
      return new Tools(offered, Choice.NAMED, named, several);
    }
    Choice plain =
        switch (choice.string().orElse("")) {
          case "auto" -> Choice.AUTO;
          case "none" -> Choice.NONE;
          case "required" -> Choice.REQUIRED;
          default -> Choice.UNSET;
        };
    return new Tools(offered, plain, "", several);
  }

  private static Sampling sampling(Json root) {
    Long newer = Fields.count(root, "max_completion_tokens");
    return new Sampling(
        newer == null ? Fields.count(root, "max_tokens") : newer,
        Fields.number(root, "temperature"),
        Fields.number(root, "top_p"),
        null,
        Fields.texts(root, "stop"),
        root.at("seed").integer().isPresent() ? (Long) root.at("seed").integer().getAsLong() : null,
        ReadThinking.read(root));
  }

  private Shape shape(Json root) {
    Json format = root.at("response_format");
    return switch (format.text("type", "text")) {
      case "json_object" -> new Shape(Shape.Kind.JSON, "", Shape.NO_SCHEMA, false);
      case "json_schema" -> {
        Json schema = format.at("json_schema");
        yield new Shape(
            Shape.Kind.SCHEMA,
            schema.text("name", "answer"),
            schema.at("schema").isObject()
                ? segments.raw(Source.TOOL_DEFINITION, schema.at("schema"))
                : Shape.NO_SCHEMA,
            schema.at("strict").bool(false));
      }
      default -> Shape.TEXT;
    };
  }

  private void terms(Json root) {
    for (String name : Format.TERMS) {
      Json value = root.at(name);
      boolean usual =
          value.absent()
              || value.kind() == Json.Kind.FALSE
              || value.isObject() && value.fields().isEmpty() && name.equals("metadata")
              || name.equals("service_tier")
                  && Set.of("auto", "default").contains(value.string().orElse(""));
      if (!usual) {
        terms.add(name);
      }
    }
  }

  private List<Extra> extras(Json json, Set<String> known, Source source) {
    List<Extra> extras = Fields.extras(json, known);
    if (!extras.isEmpty()) {
      for (Json.Field field : json.fields()) {
        if (!known.contains(field.name())) {
          segments.extra(source, field);
        }
      }
    }
    return extras;
  }
}
