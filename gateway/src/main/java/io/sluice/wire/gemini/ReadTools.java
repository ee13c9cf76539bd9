package io.sluice.wire.gemini;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Extra;
import io.sluice.model.Segment;
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
import java.util.Locale;
import java.util.Set;

/** Reads the tools of a request, and how they may be used. */
final class ReadTools {
  private static final Set<String> FUNCTION =
      Set.of("name", "description", "parameters", "parametersJsonSchema");

  private final Segments segments;
  private final Set<String> terms;

  ReadTools(Segments segments, Set<String> terms) {
    this.segments = segments;
    this.terms = terms;
  }

  Tools read(Json root) {
    Json list = root.at("tools");
    if (!list.isArray() && !list.isObject() && !list.absent()) {
      throw Fields.bad("tools must be an array");
    }
    var offered = new ArrayList<Tool>();
    int index = 0;
    for (Json tool : Format.items(list)) {
      String path = "tools[" + index++ + "].";
      for (Json.Field field : tool.fields()) {
        if (Format.camel(field.name()).equals(Format.DECLARATIONS)) {
          int number = 0;
          for (Json function : Format.items(field.value())) {
            offered.add(function(function, path + "functionDeclarations[" + number++ + "]."));
          }
        } else {
          offered.add(run(field));
        }
      }
    }
    return offered.isEmpty() ? Tools.NONE : chosen(Format.at(root, "toolConfig"), offered);
  }

  /** A tool that Google runs itself. */
  private Tool run(Json.Field field) {
    terms.add("provider_tool");
    segments.inside(Source.TOOL_DEFINITION, field.value());
    return new Tool(
        Format.camel(field.name()),
        Segments.none(Source.TOOL_DEFINITION),
        Shape.NO_SCHEMA,
        List.of(new Extra("provider_tool", field.value().raw())));
  }

  private Tool function(Json function, String path) {
    String name = Fields.required(function, "name", path);
    Json description = function.at("description");
    Segment words =
        description.isString()
            ? segments.text(Source.TOOL_DEFINITION, description)
            : Segments.none(Source.TOOL_DEFINITION);
    Json schema = Format.at(function, "parametersJsonSchema");
    if (schema.absent()) {
      schema = function.at("parameters");
    }
    if (!schema.isObject() && !schema.absent()) {
      throw Fields.bad(path + "parameters must be an object");
    }
    Segment shape = schema.absent() ? Shape.NO_SCHEMA : schema(schema);
    var extras = new ArrayList<Extra>(0);
    for (Json.Field field : function.fields()) {
      String member = Format.camel(field.name());
      if (!FUNCTION.contains(member) && !field.value().absent()) {
        extras.add(new Extra(member, field.value().raw()));
        segments.extra(Source.TOOL_DEFINITION, field);
      }
    }
    return new Tool(name, words, shape, extras);
  }

  /**
   * A schema. One in this format's older way is inspected as it stands and again as JSON schema,
   * which is what other formats are given.
   */
  Segment schema(Json schema) {
    Segment own = segments.raw(Source.TOOL_DEFINITION, schema);
    Bytes plain = Schemas.plain(schema);
    return plain.equals(schema.raw())
        ? own
        : segments.derived(Source.TOOL_DEFINITION, plain.utf8());
  }

  private static Tools chosen(Json config, List<Tool> offered) {
    Json calling = Format.at(config, "functionCallingConfig");
    List<String> allowed =
        Format.at(calling, "allowedFunctionNames").items().stream()
            .flatMap(name -> name.string().stream())
            .toList();
    String mode = calling.text("mode", "").toUpperCase(Locale.ROOT);
    Choice choice =
        switch (mode) {
          case "AUTO", "VALIDATED" -> Choice.AUTO;
          case "NONE" -> Choice.NONE;
          case "ANY" -> allowed.size() == 1 ? Choice.NAMED : Choice.REQUIRED;
          case "", "MODE_UNSPECIFIED" -> Choice.UNSET;
          default ->
              throw Fields.bad(
                  "toolConfig.functionCallingConfig.mode must be AUTO, ANY, NONE or VALIDATED");
        };
    String named = choice == Choice.NAMED ? allowed.getFirst() : "";
    return new Tools(offered, choice, named, Parallel.UNSET);
  }
}
