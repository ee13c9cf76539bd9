package io.sluice.wire.anthropic;

import io.sluice.json.Json;
import io.sluice.model.Count;
import io.sluice.model.Extra;
import io.sluice.model.Message;
import io.sluice.model.Message.Role;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.model.Sampling;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Source;
import io.sluice.model.Shape;
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
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a Messages request, or one to count its tokens. One reader per request. */
final class ReadRequest {
  private static final Set<String> MESSAGE = Set.of("role", "content");
  private static final Set<String> CONFIG = Set.of("format", "effort");
  private static final Set<String> TOOL = Set.of("name", "type", "description", "input_schema");

  private final Segments segments = new Segments();
  private final TreeSet<String> terms = new TreeSet<>();
  private final ReadBlocks blocks = new ReadBlocks(segments, terms);

  /** A request to be answered. */
  Prompt read(Incoming incoming) {
    Json root = incoming.root();
    Long most = Fields.count(root, "max_tokens");
    if (most == null || most == 0) {
      throw Fields.bad("max_tokens must be a whole number of at least 1");
    }
    return prompt(root, Operation.CHAT, most);
  }

  /** A request whose tokens are to be counted. */
  Request readCount(Incoming incoming) {
    Prompt prompt = prompt(incoming.root(), Operation.COUNT, null);
    return new Count(prompt.traits(), prompt);
  }

  private Prompt prompt(Json root, Operation operation, @Nullable Long most) {
    String model = Fields.required(root, "model", "");
    boolean stream = Fields.truth(root, "stream", false) && operation == Operation.CHAT;
    var messages = new ArrayList<Message>();
    system(root, messages);
    int index = 0;
    for (Json message : Fields.list(root, "messages")) {
      messages.add(message(message, "messages[" + index++ + "]."));
    }
    if (index == 0) {
      throw Fields.bad("messages must not be empty");
    }
    Tools tools = tools(root);
    Sampling sampling = sampling(root, most);
    Shape shape = shape(root);
    var extras = new ArrayList<>(extras(root, known(root), Source.USER));
    extras.removeIf(
        extra -> extra.name().equals("thinking") && ReadThinking.knows(root.at("thinking")));
    terms(root);
    var format = operation == Operation.COUNT ? Format.COUNT_NAME : Format.NAME;
    var traits =
        new Traits(
            new Call(format, operation, model, stream),
            List.copyOf(blocks.modalities()),
            tools.offered().stream().map(Tool::name).sorted().toList(),
            new Size(segments.bytes(), blocks.media(), most == null ? 0 : most),
            List.copyOf(terms));
    return new Prompt(traits, segments.all(), messages, tools, sampling, shape, extras);
  }

  private void system(Json root, List<Message> messages) {
    Json system = root.at("system");
    if (!system.absent()) {
      List<Part> parts = blocks.content(system, Source.SYSTEM, "system");
      if (!parts.isEmpty()) {
        messages.add(new Message(Role.SYSTEM, parts, List.of()));
      }
    }
  }

  private Message message(Json json, String path) {
    if (!json.isObject()) {
      throw Fields.bad(path.substring(0, path.length() - 1) + " must be an object");
    }
    String role = Fields.required(json, "role", path);
    Source source =
        switch (role) {
          case "user" -> Source.USER;
          case "assistant" -> Source.ASSISTANT;
          case "system" -> Source.SYSTEM;
          default -> throw Fields.bad(path + "role must be user or assistant");
        };
    List<Part> parts = blocks.content(json.at("content"), source, path + "content");
    Role who =
        switch (source) {
          case ASSISTANT -> Role.ASSISTANT;
          case SYSTEM -> Role.SYSTEM;
          default -> Role.USER;
        };
    return new Message(who, parts, extras(json, MESSAGE, source));
  }

  private Tools tools(Json root) {
    var offered = new ArrayList<Tool>();
    int number = 0;
    for (Json tool : Fields.optionalList(root, "tools", "")) {
      offered.add(tool(tool, "tools[" + number++ + "]."));
    }
    return offered.isEmpty() ? Tools.NONE : chosen(root.at("tool_choice"), offered);
  }

  private Tool tool(Json tool, String path) {
    String type = tool.text("type", "custom");
    if (!type.equals("custom")) {
      for (String prefix : Format.PROVIDER_TOOLS) {
        if (type.startsWith(prefix)) {
          terms.add("provider_tool");
        }
      }
      segments.inside(Source.TOOL_DEFINITION, tool);
      return new Tool(
          tool.text("name", type),
          Segments.none(Source.TOOL_DEFINITION),
          Shape.NO_SCHEMA,
          List.of(new Extra("provider_tool", tool.raw())));
    }
    String name = Fields.required(tool, "name", path);
    Json description = tool.at("description");
    Segment words =
        description.isString()
            ? segments.text(Source.TOOL_DEFINITION, description)
            : Segments.none(Source.TOOL_DEFINITION);
    Json schema = tool.at("input_schema");
    if (!schema.isObject()) {
      throw Fields.bad(path + "input_schema must be an object");
    }
    Segment shape = segments.raw(Source.TOOL_DEFINITION, schema);
    return new Tool(name, words, shape, extras(tool, TOOL, Source.TOOL_DEFINITION));
  }

  private static Tools chosen(Json choice, List<Tool> offered) {
    Json serial = choice.at("disable_parallel_tool_use");
    Parallel several =
        serial.absent() ? Parallel.UNSET : serial.bool(false) ? Parallel.NO : Parallel.YES;
    Choice how =
        switch (choice.text("type", "")) {
          case "auto" -> Choice.AUTO;
          case "any" -> Choice.REQUIRED;
          case "tool" -> Choice.NAMED;
          case "none" -> Choice.NONE;
          case "" -> Choice.UNSET;
          default -> throw Fields.bad("tool_choice.type must be auto, any, tool or none");
        };
    String named = how == Choice.NAMED ? Fields.required(choice, "name", "tool_choice.") : "";
    return new Tools(offered, how, named, several);
  }

  private static Sampling sampling(Json root, @Nullable Long most) {
    return new Sampling(
        most,
        Fields.number(root, "temperature"),
        Fields.number(root, "top_p"),
        Fields.count(root, "top_k"),
        Fields.texts(root, "stop_sequences"),
        null,
        ReadThinking.read(root.at("thinking"), root.at("output_config")));
  }

  private Shape shape(Json root) {
    Json format = root.at("output_config").at("format");
    if (format.absent()) {
      format = root.at("output_format"); // as the beta named it
    }
    Json schema = format.at("schema");
    if (!format.text("type", "").equals("json_schema") || !schema.isObject()) {
      return Shape.TEXT;
    }
    return new Shape(Shape.Kind.SCHEMA, "", segments.raw(Source.TOOL_DEFINITION, schema), true);
  }

  /** The members the hub has words for; {@code output_config} if all of its members are known. */
  private static Set<String> known(Json root) {
    Json config = root.at("output_config");
    boolean effort =
        config.at("effort").absent() || Effort.of(config.text("effort", "")).isPresent();
    boolean understood =
        effort
            && !config.fields().isEmpty()
            && config.fields().stream().allMatch(field -> CONFIG.contains(field.name()));
    return understood ? Format.KNOWN_WITH_CONFIG : Format.KNOWN;
  }

  private List<Extra> extras(Json json, Set<String> known, Source source) {
    List<Extra> extras = Fields.extras(json, known);
    if (!extras.isEmpty()) {
      for (Json.Field field : json.fields()) {
        boolean seen = known.contains(field.name()) || field.name().startsWith("output_");
        if (!seen) {
          segments.extra(source, field);
        }
      }
    }
    return extras;
  }

  private void terms(Json root) {
    for (String name : Format.TERMS) {
      Json value = root.at(name);
      boolean usual =
          value.absent()
              || value.isObject() && value.fields().isEmpty()
              || value.isArray() && value.items().isEmpty()
              || name.equals("service_tier") && value.string().orElse("").equals("auto");
      if (!usual) {
        terms.add(name);
      }
    }
  }
}
