package io.sluice.wire.gemini;

import io.sluice.json.Json;
import io.sluice.model.Count;
import io.sluice.model.Extra;
import io.sluice.model.Message;
import io.sluice.model.Message.Role;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.model.Sampling;
import io.sluice.model.Segment.Source;
import io.sluice.model.Shape;
import io.sluice.model.Thinking;
import io.sluice.model.Tools;
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

/** Reads a request for content, or one to count its tokens. One reader per request. */
final class ReadRequest {
  private static final Set<String> CONTENT = Set.of("role", "parts");
  private static final Set<String> COUNTED = Set.of("contents", "generateContentRequest", "model");

  private final Segments segments = new Segments();
  private final TreeSet<String> terms = new TreeSet<>();
  private final ReadParts parts = new ReadParts(segments, terms);

  /** A request to be answered. */
  Prompt read(Incoming incoming) {
    Address address = Address.of(incoming);
    Call call = new Call(Format.NAME, Operation.CHAT, address.model(), address.stream());
    return prompt(incoming.root(), call);
  }

  /** A request whose tokens are to be counted: contents alone, or all that would be asked. */
  Request readCount(Incoming incoming) {
    Json root = incoming.root();
    Json whole = Format.at(root, "generateContentRequest");
    if (whole.isObject()) {
      for (Json.Field field : root.fields()) {
        if (!COUNTED.contains(Format.camel(field.name()))) {
          segments.extra(Source.USER, field);
        }
      }
    }
    Call call = new Call(Format.COUNT_NAME, Operation.COUNT, Address.of(incoming).model(), false);
    Prompt prompt = prompt(whole.isObject() ? whole : root, call);
    return new Count(prompt.traits(), prompt);
  }

  private Prompt prompt(Json root, Call call) {
    var messages = new ArrayList<Message>();
    system(root, messages);
    int before = messages.size();
    contents(root.at("contents"), messages);
    if (messages.size() == before) {
      throw Fields.bad("contents must not be empty");
    }
    Tools tools = new ReadTools(segments, terms).read(root);
    Json config = Format.at(root, "generationConfig");
    Sampling sampling = sampling(config);
    Shape shape = shape(config);
    List<Extra> extras = extras(root, config);
    for (String name : Format.TERMS) {
      if (says(name, Format.at(root, name))) {
        terms.add(name);
      }
    }
    long most = sampling.maxOutputTokens() == null ? 0 : sampling.maxOutputTokens();
    Long choices = Fields.count(config, "candidateCount");
    int answers = choices == null ? 1 : Math.clamp(choices, 1, Format.MOST_CANDIDATES);
    var traits =
        new Traits(
            call,
            List.copyOf(parts.modalities()),
            tools.offered().stream().map(Tools.Tool::name).sorted().toList(),
            new Size(segments.bytes(), parts.media(), most, answers),
            List.copyOf(terms));
    return new Prompt(traits, segments.all(), messages, tools, sampling, shape, extras);
  }

  private void system(Json root, List<Message> messages) {
    Json system = Format.at(root, "systemInstruction");
    if (system.isString()) {
      var text = new Part.Text(segments.text(Source.SYSTEM, system), List.of());
      messages.add(new Message(Role.SYSTEM, List.of(text), List.of()));
    } else if (system.isObject()) {
      List<Part> said = parts.read(system, Source.SYSTEM, "systemInstruction.");
      if (!said.isEmpty()) {
        messages.add(new Message(Role.SYSTEM, said, List.of()));
      }
    } else if (!system.absent()) {
      throw Fields.bad("systemInstruction must be an object");
    }
  }

  private void contents(Json contents, List<Message> messages) {
    if (!contents.isArray() && !contents.isObject()) {
      throw Fields.bad("contents must be an array");
    }
    int index = 0;
    for (Json content : Format.items(contents)) {
      String path = "contents[" + index++ + "].";
      if (!content.isObject()) {
        throw Fields.bad(path.substring(0, path.length() - 1) + " must be an object");
      }
      Role role =
          switch (Fields.text(content, "role", "user")) {
            case "user", "" -> Role.USER;
            case "model" -> Role.ASSISTANT;
            case "function", "tool" -> Role.TOOL;
            case "system" -> Role.SYSTEM;
            default -> throw Fields.bad(path + "role must be user or model");
          };
      Source source =
          switch (role) {
            case USER -> Source.USER;
            case ASSISTANT -> Source.ASSISTANT;
            case TOOL -> Source.TOOL_RESULT;
            case SYSTEM -> Source.SYSTEM;
          };
      List<Part> said = parts.read(content, source, path);
      messages.add(new Message(role, said, others(content, source)));
    }
  }

  private List<Extra> others(Json content, Source source) {
    List<Extra> extras = Fields.extras(content, CONTENT);
    for (Json.Field field : content.fields()) {
      if (!CONTENT.contains(field.name())) {
        segments.extra(source, field);
      }
    }
    return extras;
  }

  private static Sampling sampling(Json config) {
    if (!config.isObject() && !config.absent()) {
      throw Fields.bad("generationConfig must be an object");
    }
    Json seed = config.at("seed");
    Double topK = number(config, "topK"); // some clients write it as 40.0
    return new Sampling(
        count(config, "maxOutputTokens"),
        number(config, "temperature"),
        number(config, "topP"),
        topK == null ? null : (Long) (long) (double) topK,
        Fields.texts(config, named(config, "stopSequences")),
        seed.integer().isPresent() ? (Long) seed.integer().getAsLong() : null,
        ReadThinking.read(Format.at(config, "thinkingConfig")));
  }

  private static @Nullable Long count(Json config, String name) {
    return Fields.count(config, named(config, name));
  }

  private static @Nullable Double number(Json config, String name) {
    return Fields.number(config, named(config, name));
  }

  /** The spelling in which a member is there. */
  private static String named(Json config, String name) {
    return config.at(name).missing() ? Format.snake(name) : name;
  }

  private Shape shape(Json config) {
    Json schema = Format.at(config, "responseJsonSchema");
    if (schema.missing()) {
      schema = config.at("_responseJsonSchema");
    }
    if (schema.missing()) {
      schema = Format.at(config, "responseSchema");
    }
    if (schema.isObject()) {
      var segment = new ReadTools(segments, terms).schema(schema);
      return new Shape(Shape.Kind.SCHEMA, "", segment, true);
    }
    return Format.at(config, "responseMimeType").string().orElse("").equals("application/json")
        ? new Shape(Shape.Kind.JSON, "", Shape.NO_SCHEMA, false)
        : Shape.TEXT;
  }

  private List<Extra> extras(Json root, Json config) {
    var extras = new ArrayList<Extra>(0);
    for (Json.Field field : root.fields()) {
      String name = Format.camel(field.name());
      if (!Format.KNOWN.contains(name) && !name.equals("model") && !field.value().absent()) {
        extras.add(new Extra(name, field.value().raw()));
        segments.extra(Source.USER, field);
      }
    }
    for (Json.Field field : Format.at(root, "toolConfig").fields()) {
      String name = Format.camel(field.name());
      if (!name.equals("functionCallingConfig") && !field.value().absent()) {
        extras.add(new Extra("toolConfig." + name, field.value().raw()));
        segments.extra(Source.USER, field);
      }
    }
    for (Json.Field field : config.fields()) {
      String name = Format.camel(field.name());
      boolean one = name.equals("candidateCount") && field.value().integer().orElse(1) == 1;
      boolean thinks =
          name.equals("thinkingConfig") && !ReadThinking.read(field.value()).equals(Thinking.UNSET);
      boolean known =
          one || thinks || Format.KNOWN_CONFIG.contains(name) || name.endsWith("esponseJsonSchema");
      if (!known && !field.value().absent()) {
        extras.add(new Extra("generationConfig." + name, field.value().raw()));
      }
      if ((!known || thinks) && !field.value().absent()) {
        segments.extra(Source.USER, field);
      }
    }
    return extras;
  }

  private static boolean says(String name, Json value) {
    return switch (value.kind()) {
      case MISSING, NULL, FALSE -> false;
      case OBJECT -> !value.fields().isEmpty();
      case ARRAY -> !value.items().isEmpty();
      case STRING -> {
        String text = value.string().orElse("");
        yield !text.isEmpty() && !(name.equals("serviceTier") && usual(text));
      }
      case NUMBER, TRUE -> true;
    };
  }

  private static boolean usual(String tier) {
    return tier.equalsIgnoreCase("standard") || tier.equals("SERVICE_TIER_UNSPECIFIED");
  }
}
