package io.sluice.wire.ollama;

import io.sluice.json.Json;
import io.sluice.model.Extra;
import io.sluice.model.Message;
import io.sluice.model.Message.Role;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Sampling;
import io.sluice.model.Segment.Source;
import io.sluice.model.Shape;
import io.sluice.model.Thinking;
import io.sluice.model.Thinking.Effort;
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
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a native chat request. One reader per request. */
final class ReadRequest {
  private static final Set<String> CALL = Set.of("function", "id", "type");
  private static final Set<String> FUNCTION = Set.of("name", "description", "parameters");

  /** How pictures of each kind begin in base64. */
  private static final Map<String, String> PICTURES =
      Map.of(
          "iVBORw0KGgo",
          "image/png",
          "/9j/",
          "image/jpeg",
          "R0lGOD",
          "image/gif",
          "UklGR",
          "image/webp");

  private final Segments segments = new Segments();
  private final List<Open> open = new ArrayList<>(0);
  private int calls;
  private int media;

  /** A tool call without a result so far. */
  private record Open(String id, String name) {}

  Prompt read(Incoming incoming) {
    Json root = incoming.root();
    String model = Fields.required(root, "model", "");
    boolean stream = Fields.truth(root, "stream", true);
    var messages = new ArrayList<Message>();
    int index = 0;
    for (Json message : Fields.list(root, "messages")) {
      messages.add(message(message, "messages[" + index++ + "]."));
    }
    if (messages.isEmpty()) {
      throw Fields.bad("messages must not be empty");
    }
    Tools tools = tools(root);
    Json options = root.at("options");
    if (!options.absent() && !options.isObject()) {
      throw Fields.bad("options must be an object");
    }
    Sampling sampling = sampling(options, root.at("think"));
    var extras = new ArrayList<>(extras(root, Format.KNOWN, Source.USER, ""));
    if (!sampling.thinking().equals(Thinking.UNSET)) {
      extras.removeIf(extra -> extra.name().equals("think"));
    }
    extras.addAll(extras(options, Format.OPTIONS, Source.USER, "options."));
    Shape shape = shape(root.at("format"));
    long most = sampling.maxOutputTokens() == null ? 0 : sampling.maxOutputTokens();
    var traits =
        new Traits(
            new Call(Format.CHAT, Operation.CHAT, model, stream),
            media == 0 ? List.of() : List.of("image"),
            tools.offered().stream().map(Tool::name).sorted().toList(),
            new Size(segments.bytes(), media, most),
            List.of());
    return new Prompt(traits, segments.all(), messages, tools, sampling, shape, extras);
  }

  private Message message(Json json, String path) {
    String role = Fields.required(json, "role", path);
    return switch (role) {
      case "system" -> said(json, Role.SYSTEM, Source.SYSTEM, path);
      case "user" -> said(json, Role.USER, Source.USER, path);
      case "assistant" -> said(json, Role.ASSISTANT, Source.ASSISTANT, path);
      case "tool" -> result(json, path);
      default -> throw Fields.bad(path + "role must be system, user, assistant or tool");
    };
  }

  private Message said(Json json, Role role, Source source, String path) {
    var parts = new ArrayList<Part>();
    if (json.at("thinking").isString()) {
      var thought = segments.text(source, json.at("thinking"));
      parts.add(new Part.Thinking(thought, "", List.of()));
    }
    content(json, source, path, parts);
    int number = 0;
    for (Json call : Fields.optionalList(json, "tool_calls", path)) {
      parts.add(call(call, path + "tool_calls[" + number++ + "]."));
    }
    return new Message(role, parts, extras(json, Format.MESSAGE, source, ""));
  }

  private void content(Json json, Source source, String path, List<Part> parts) {
    Json content = json.at("content");
    if (content.isString()) {
      parts.add(new Part.Text(segments.text(source, content), List.of()));
    } else if (!content.absent()) {
      throw Fields.bad(path + "content must be a string");
    }
    int number = 0;
    for (Json image : Fields.optionalList(json, "images", path)) {
      String where = path + "images[" + number++ + "]";
      String data = image.string().orElseThrow(() -> Fields.bad(where + " must be base64"));
      media++;
      parts.add(new Part.Image(kind(data), data, false, List.of()));
    }
  }

  private static String kind(String data) {
    return PICTURES.entrySet().stream()
        .filter(one -> data.startsWith(one.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("image/jpeg");
  }

  private Part call(Json call, String path) {
    Json function = call.at("function");
    Json arguments = function.at("arguments");
    if (!arguments.isObject() && !arguments.absent()) {
      throw Fields.bad(path + "function.arguments must be an object");
    }
    var segment =
        arguments.absent()
            ? Segments.none(Source.TOOL_CALL)
            : segments.raw(Source.TOOL_CALL, arguments);
    String name = Fields.required(function, "name", path + "function.");
    String id = call.text("id", "call_" + calls++);
    open.add(new Open(id, name));
    return new Part.ToolCall(id, name, segment, extras(call, CALL, Source.TOOL_CALL, ""));
  }

  /**
   * The call that a result belongs to. Older versions know no ids: then it is the first call of
   * that tool, or of any, that has no result yet.
   */
  private String answered(Json json) {
    String id = json.text("tool_call_id", "");
    String name = json.text("tool_name", json.text("name", ""));
    for (Open call : open) {
      boolean meant =
          id.isEmpty() ? name.isEmpty() || name.equals(call.name()) : id.equals(call.id());
      if (meant) {
        open.remove(call);
        return call.id();
      }
    }
    return id.isEmpty() ? name : id;
  }

  private Message result(Json json, String path) {
    var parts = new ArrayList<Part>();
    content(json, Source.TOOL_RESULT, path, parts);
    var result = new Part.ToolResult(answered(json), parts, false, List.of());
    return new Message(
        Role.TOOL, List.of(result), extras(json, Format.MESSAGE, Source.TOOL_RESULT, ""));
  }

  private Tools tools(Json root) {
    var offered = new ArrayList<Tool>();
    int number = 0;
    for (Json tool : Fields.optionalList(root, "tools", "")) {
      String where = "tools[" + number++ + "].function.";
      Json function = tool.at("function");
      String name = Fields.required(function, "name", where);
      Json description = function.at("description");
      var about =
          description.isString()
              ? segments.text(Source.TOOL_DEFINITION, description)
              : Segments.none(Source.TOOL_DEFINITION);
      Json schema = function.at("parameters");
      var parameters =
          schema.absent() ? Shape.NO_SCHEMA : segments.raw(Source.TOOL_DEFINITION, schema);
      var extras = extras(function, FUNCTION, Source.TOOL_DEFINITION, "");
      offered.add(new Tool(name, about, parameters, extras));
    }
    return offered.isEmpty() ? Tools.NONE : new Tools(offered, Choice.UNSET, "", Parallel.UNSET);
  }

  private static Sampling sampling(Json options, Json think) {
    return new Sampling(
        limit(options),
        Fields.number(options, "temperature"),
        Fields.number(options, "top_p"),
        Fields.count(options, "top_k"),
        Fields.texts(options, "stop"),
        options.at("seed").integer().isPresent()
            ? (Long) options.at("seed").integer().getAsLong()
            : null,
        thinking(think));
  }

  /** True, false, or how hard. */
  private static Thinking thinking(Json think) {
    return switch (think.kind()) {
      case TRUE -> Thinking.on(null, 0, true);
      case FALSE -> Thinking.OFF;
      case STRING ->
          Effort.of(think.string().orElse(""))
              .map(effort -> Thinking.on(effort, 0, true))
              .orElse(Thinking.UNSET);
      case OBJECT, ARRAY, NUMBER, NULL, MISSING -> Thinking.UNSET;
    };
  }

  /** A negative limit is none. */
  private static @Nullable Long limit(Json options) {
    long limit = options.integer("num_predict", -1);
    return options.at("num_predict").integer().isPresent() && limit < 0
        ? null
        : Fields.count(options, "num_predict");
  }

  private Shape shape(Json format) {
    if (format.isObject()) {
      var schema = segments.raw(Source.TOOL_DEFINITION, format);
      return new Shape(Shape.Kind.SCHEMA, "", schema, false);
    }
    return switch (format.string().orElse("")) {
      case "json" -> new Shape(Shape.Kind.JSON, "", Shape.NO_SCHEMA, false);
      case "" -> Shape.TEXT;
      default -> throw Fields.bad("format must be json or a JSON schema");
    };
  }

  private List<Extra> extras(Json json, Set<String> known, Source source, String prefix) {
    List<Extra> extras = Fields.extras(json, known);
    for (Json.Field field : extras.isEmpty() ? List.<Json.Field>of() : json.fields()) {
      if (!known.contains(field.name())) {
        segments.extra(source, field);
      }
    }
    return extras.stream().map(one -> new Extra(prefix + one.name(), one.json())).toList();
  }
}
