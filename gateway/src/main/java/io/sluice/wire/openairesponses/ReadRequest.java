package io.sluice.wire.openairesponses;

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
import io.sluice.model.Thinking.Mode;
import io.sluice.model.Tools;
import io.sluice.model.Tools.Tool;
import io.sluice.model.Traits;
import io.sluice.model.Traits.Call;
import io.sluice.model.Traits.Operation;
import io.sluice.model.Traits.Size;
import io.sluice.wire.Fields;
import io.sluice.wire.Incoming;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a Responses request. One reader per request. */
final class ReadRequest {
  private static final Set<String> TEXT = Set.of("format");
  private static final String SEALED = "reasoning.encrypted_content";
  private final Noted noted = new Noted();

  Prompt read(Incoming incoming) {
    Json root = incoming.root();
    String model = Fields.required(root, "model", "");
    boolean stream = Fields.truth(root, "stream", false);
    Fields.truth(root, "store", true);
    Fields.text(root, "previous_response_id", "");
    var messages = new ArrayList<Message>();
    instructions(root, messages);
    messages.addAll(input(root));
    Tools tools = new ReadTools(noted).read(root);
    Sampling sampling = sampling(root);
    terms(root);
    var extras = new ArrayList<>(noted.extras(root, Format.KNOWN, Source.USER));
    extras.removeIf(ReadRequest::usual);
    if (!sampling.thinking().equals(Thinking.UNSET)) {
      extras.removeIf(extra -> extra.name().equals("reasoning"));
    }
    otherChoice(root, tools, extras);
    Shape shape = shape(root, extras);
    long most = sampling.maxOutputTokens() == null ? 0 : sampling.maxOutputTokens();
    var traits =
        new Traits(
            new Call(Format.NAME, Operation.CHAT, model, stream),
            noted.modalities(),
            tools.offered().stream().map(Tool::name).sorted().toList(),
            new Size(noted.segments().bytes(), noted.media(), most),
            noted.terms());
    return new Prompt(traits, noted.segments().all(), messages, tools, sampling, shape, extras);
  }

  private void instructions(Json root, List<Message> messages) {
    Json text = root.at("instructions");
    if (text.absent()) {
      return;
    }
    if (!text.isString()) {
      throw Fields.bad("instructions must be a string");
    }
    var part = new Part.Text(noted.segments().text(Source.SYSTEM, text), List.of());
    if (!part.segment().text().isEmpty()) {
      messages.add(new Message(Role.SYSTEM, List.of(part), List.of()));
    }
  }

  private List<Message> input(Json root) {
    Json input = root.at("input");
    if (input.absent() && Format.BOUND.stream().anyMatch(name -> !root.at(name).absent())) {
      return List.of();
    }
    if (input.isString()) {
      var part = new Part.Text(noted.segments().text(Source.USER, input), List.of());
      return List.of(new Message(Role.USER, List.of(part), List.of()));
    }
    if (!input.isArray() || input.items().isEmpty()) {
      throw Fields.bad("input must be a string or an array that is not empty");
    }
    return new ReadItems(noted).read(input);
  }

  private static Sampling sampling(Json root) {
    return new Sampling(
        Fields.count(root, "max_output_tokens"),
        Fields.number(root, "temperature"),
        Fields.number(root, "top_p"),
        null,
        List.of(),
        null,
        thinking(root.at("reasoning")));
  }

  /** How hard to think; a summary that is asked for is what is shown of it. */
  private static Thinking thinking(Json reasoning) {
    String word = reasoning.text("effort", "");
    if (word.equals("none")) {
      return Thinking.OFF;
    }
    Json summary =
        reasoning.at("summary").absent()
            ? reasoning.at("generate_summary")
            : reasoning.at("summary");
    @Nullable Boolean shown = summary.isString() ? Boolean.TRUE : null;
    @Nullable Effort effort = Effort.of(word).orElse(null);
    if (effort != null) {
      return Thinking.on(effort, 0, shown);
    }
    return shown == null ? Thinking.UNSET : new Thinking(Mode.ADAPTIVE, null, 0, shown);
  }

  /** A choice of a tool that the hub has no word for. */
  private static void otherChoice(Json root, Tools tools, List<Extra> extras) {
    Json choice = root.at("tool_choice");
    if (choice.isObject() && tools.choice() != Tools.Choice.NAMED) {
      extras.add(new Extra("tool_choice", choice.raw()));
    }
  }

  private Shape shape(Json root, List<Extra> extras) {
    Json text = root.at("text");
    for (Extra extra : noted.extras(text, TEXT, Source.USER)) {
      extras.add(new Extra("text." + extra.name(), extra.json()));
    }
    Json format = text.at("format");
    return switch (format.text("type", "text")) {
      case "json_object" -> new Shape(Shape.Kind.JSON, "", Shape.NO_SCHEMA, false);
      case "json_schema" -> {
        if (format.at("description").isString()) {
          noted.segments().text(Source.TOOL_DEFINITION, format.at("description"));
        }
        yield new Shape(
            Shape.Kind.SCHEMA,
            format.text("name", "answer"),
            format.at("schema").isObject()
                ? noted.segments().raw(Source.TOOL_DEFINITION, format.at("schema"))
                : Shape.NO_SCHEMA,
            format.at("strict").bool(false));
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
              || value.isObject() && value.fields().isEmpty()
              || name.equals("service_tier")
                  && Set.of("auto", "default").contains(value.string().orElse(""))
              || name.equals("prompt_cache_retention")
                  && value.string().orElse("").equals("in_memory");
      if (!usual) {
        noted.term(name);
      }
    }
  }

  /** True for a member that says what would hold without it. */
  private static boolean usual(Extra extra) {
    String json = extra.json().utf8();
    return switch (extra.name()) {
      case "truncation" -> json.equals("\"disabled\"");
      case "background" -> json.equals("false");
      case "service_tier" -> json.equals("\"auto\"") || json.equals("\"default\"");
      case "top_logprobs" -> json.equals("0");
      case "metadata" -> json.equals("{}");
      case "include" ->
          Fields.lenient(extra.json()).items().stream()
              .allMatch(one -> one.string().orElse("").equals(SEALED)); // comes back anyway
      default -> false;
    };
  }
}
