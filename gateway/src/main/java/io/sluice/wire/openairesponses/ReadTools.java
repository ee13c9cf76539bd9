package io.sluice.wire.openairesponses;

import io.sluice.json.Json;
import io.sluice.model.Extra;
import io.sluice.model.Segment.Source;
import io.sluice.model.Shape;
import io.sluice.model.Tools;
import io.sluice.model.Tools.Choice;
import io.sluice.model.Tools.Parallel;
import io.sluice.model.Tools.Tool;
import io.sluice.wire.Fields;
import io.sluice.wire.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the tools a request offers. */
final class ReadTools {
  private static final Set<String> FUNCTION = Set.of("type", "name", "description", "parameters");
  private final Noted noted;

  ReadTools(Noted noted) {
    this.noted = noted;
  }

  Tools read(Json root) {
    var offered = new ArrayList<Tool>();
    int number = 0;
    for (Json tool : Fields.optionalList(root, "tools", "")) {
      String where = "tools[" + number++ + "].";
      String type = Fields.required(tool, "type", where);
      offered.add(type.equals("function") ? function(tool, where) : other(tool, type));
    }
    return offered.isEmpty() ? Tools.NONE : chosen(root, offered);
  }

  private Tool function(Json tool, String where) {
    Json description = tool.at("description");
    var text =
        description.isString()
            ? noted.segments().text(Source.TOOL_DEFINITION, description)
            : Segments.none(Source.TOOL_DEFINITION);
    Json schema = tool.at("parameters");
    if (!schema.absent() && !schema.isObject()) {
      throw Fields.bad(where + "parameters must be an object");
    }
    return new Tool(
        Fields.required(tool, "name", where),
        text,
        schema.absent() ? Shape.NO_SCHEMA : noted.segments().raw(Source.TOOL_DEFINITION, schema),
        noted.extras(tool, FUNCTION, Source.TOOL_DEFINITION));
  }

  /** A tool that is no function: mostly one that the provider runs itself. */
  private Tool other(Json tool, String type) {
    if (type.equals("mcp")) {
      noted.term("mcp_servers");
    } else if (!Format.LOCAL_TOOLS.contains(type)) {
      noted.term("provider_tool");
    }
    noted.segments().inside(Source.TOOL_DEFINITION, tool);
    return new Tool(
        tool.text("name", type),
        Segments.none(Source.TOOL_DEFINITION),
        Shape.NO_SCHEMA,
        List.of(new Extra("provider_tool", tool.raw())));
  }

  private static Tools chosen(Json root, List<Tool> offered) {
    Parallel several =
        switch (root.at("parallel_tool_calls").kind()) {
          case TRUE -> Parallel.YES;
          case FALSE -> Parallel.NO;
          default -> Parallel.UNSET;
        };
    Json choice = root.at("tool_choice");
    if (choice.text("type", "").equals("function")) {
      String named = Fields.required(choice, "name", "tool_choice.");
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
}
