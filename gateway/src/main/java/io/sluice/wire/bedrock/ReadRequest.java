package io.sluice.wire.bedrock;

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

/** Reads a Converse request. One reader per request. */
final class ReadRequest {
  private static final Set<String> MESSAGE = Set.of("role", "content");
  private static final Set<String> SPEC = Set.of("name", "description", "inputSchema");

  private final Segments segments = new Segments();
  private final TreeSet<String> terms = new TreeSet<>();
  private final ReadBlocks blocks = new ReadBlocks(segments, terms);

  Prompt read(Incoming incoming) {
    String model = Format.model(incoming.path());
    if (model.isBlank()) {
      throw Fields.bad("the path must name a model");
    }
    Json root = incoming.root();
    var messages = new ArrayList<Message>();
    system(root, messages);
    messages(root, messages);
    Tools tools = tools(root.at("toolConfig"));
    Json fields = root.at(ModelFields.NAME);
    Sampling sampling = sampling(root.at("inferenceConfig"), fields);
    Shape shape = shape(root.at("outputConfig"));
    List<Extra> extras = extras(root);
    if (fields.isObject()) {
      extras.removeIf(extra -> extra.name().equals(ModelFields.NAME));
      extras.addAll(ModelFields.others(fields, sampling.thinking()));
    }
    terms(root, model);
    Long most = sampling.maxOutputTokens();
    var traits =
        new Traits(
            new Call(Format.NAME, Operation.CHAT, model, Format.stream(incoming.path())),
            List.copyOf(blocks.modalities()),
            tools.offered().stream().map(Tool::name).sorted().toList(),
            new Size(segments.bytes(), blocks.media(), most == null ? 0 : most),
            List.copyOf(terms));
    return new Prompt(traits, segments.all(), messages, tools, sampling, shape, extras);
  }

  private void system(Json root, List<Message> messages) {
    List<Json> system = Fields.optionalList(root, "system", "");
    if (!system.isEmpty()) {
      messages.add(
          new Message(Role.SYSTEM, blocks.all(system, Source.SYSTEM, "system"), List.of()));
    }
  }

  /** A prompt that lies at the provider brings its messages itself, and takes variables. */
  private void messages(Json root, List<Message> into) {
    if (root.at("messages").absent() && root.at("promptVariables").isObject()) {
      return;
    }
    int index = 0;
    for (Json message : Fields.list(root, "messages")) {
      into.add(message(message, "messages[" + index++ + "]."));
    }
    if (index == 0) {
      throw Fields.bad("messages must not be empty");
    }
  }

  private Message message(Json json, String path) {
    if (!json.isObject()) {
      throw Fields.bad(path.substring(0, path.length() - 1) + " must be an object");
    }
    Role role =
        switch (Fields.required(json, "role", path)) {
          case "user" -> Role.USER;
          case "assistant" -> Role.ASSISTANT;
          case "system" -> Role.SYSTEM;
          default -> throw Fields.bad(path + "role must be user or assistant");
        };
    Source source =
        switch (role) {
          case ASSISTANT -> Source.ASSISTANT;
          case SYSTEM -> Source.SYSTEM;
          case USER, TOOL -> Source.USER;
        };
    if (!json.at("content").isArray()) {
      throw Fields.bad(path + "content must be an array");
    }
    List<Part> parts = blocks.all(json.at("content").items(), source, path + "content");
    return new Message(role, parts, blocks.extras(json, MESSAGE, source));
  }

  private Tools tools(Json config) {
    if (config.absent()) {
      return Tools.NONE;
    }
    if (!config.isObject()) {
      throw Fields.bad("toolConfig must be an object");
    }
    var offered = new ArrayList<Tool>();
    int number = 0;
    for (Json tool : Fields.optionalList(config, "tools", "toolConfig.")) {
      String path = "toolConfig.tools[" + number++ + "].";
      Json spec = tool.at("toolSpec");
      if (spec.isObject()) {
        offered.add(tool(spec, path + "toolSpec."));
      } else if (tool.at("cachePoint").missing()) {
        offered.add(providers(tool));
      }
    }
    return chosen(config.at("toolChoice"), offered);
  }

  /** A tool that the provider runs itself, or one of a kind that is not known. */
  private Tool providers(Json tool) {
    terms.add("provider_tool");
    segments.inside(Source.TOOL_DEFINITION, tool);
    String name = tool.at("systemTool").text("name", "tool");
    return new Tool(
        name,
        Segments.none(Source.TOOL_DEFINITION),
        Shape.NO_SCHEMA,
        List.of(new Extra("provider_tool", tool.raw())));
  }

  private Tool tool(Json spec, String path) {
    String name = Fields.required(spec, "name", path);
    Json description = spec.at("description");
    Segment words =
        description.isString()
            ? segments.text(Source.TOOL_DEFINITION, description)
            : Segments.none(Source.TOOL_DEFINITION);
    Json schema = spec.at("inputSchema").at("json");
    if (!schema.isObject()) {
      throw Fields.bad(path + "inputSchema.json must be an object");
    }
    Segment shape = segments.raw(Source.TOOL_DEFINITION, schema);
    return new Tool(name, words, shape, blocks.extras(spec, SPEC, Source.TOOL_DEFINITION));
  }

  private static Tools chosen(Json choice, List<Tool> offered) {
    if (choice.absent()) {
      return new Tools(offered, Choice.UNSET, "", Parallel.UNSET);
    }
    if (!choice.at("tool").missing()) {
      String name = Fields.required(choice.at("tool"), "name", "toolConfig.toolChoice.tool.");
      return new Tools(offered, Choice.NAMED, name, Parallel.UNSET);
    }
    if (!choice.at("any").missing()) {
      return new Tools(offered, Choice.REQUIRED, "", Parallel.UNSET);
    }
    if (choice.at("auto").missing()) {
      throw Fields.bad("toolConfig.toolChoice must hold auto, any or tool");
    }
    return new Tools(offered, Choice.AUTO, "", Parallel.UNSET);
  }

  private static Sampling sampling(Json config, Json fields) {
    if (!config.isObject() && !config.absent()) {
      throw Fields.bad("inferenceConfig must be an object");
    }
    return new Sampling(
        Fields.count(config, "maxTokens"),
        Fields.number(config, "temperature"),
        Fields.number(config, "topP"),
        ModelFields.topK(fields),
        Fields.texts(config, "stopSequences"),
        null,
        ModelFields.thinking(fields));
  }

  /** The schema is a JSON text inside a JSON string here. */
  private Shape shape(Json config) {
    Json format = config.at("textFormat");
    Json schema = format.at("structure").at("jsonSchema");
    if (!format.text("type", "").equals("json_schema") || !schema.at("schema").isString()) {
      return Shape.TEXT;
    }
    if (schema.at("description").isString()) {
      segments.text(Source.TOOL_DEFINITION, schema.at("description"));
    }
    Segment text = segments.text(Source.TOOL_DEFINITION, schema.at("schema"));
    return new Shape(Shape.Kind.SCHEMA, schema.text("name", ""), text, true);
  }

  private List<Extra> extras(Json root) {
    var all = new ArrayList<>(blocks.extras(root, Format.KNOWN, Source.USER));
    all.addAll(blocks.extras(root.at("inferenceConfig"), Format.SAMPLING, Source.USER));
    all.addAll(blocks.extras(root.at("outputConfig"), Set.of("textFormat"), Source.USER));
    return all;
  }

  private void terms(Json root, String model) {
    Format.TERMS.forEach(
        (member, term) -> {
          if (!Format.usual(member, root.at(member))) {
            terms.add(term);
          }
        });
    if (Format.crossesRegions(model)) {
      terms.add("inference_region");
    }
    Json fields = root.at(ModelFields.NAME);
    if (!fields.at("tools").missing() || !fields.at("mcp_servers").missing()) {
      terms.add("provider_tool");
    }
  }
}
