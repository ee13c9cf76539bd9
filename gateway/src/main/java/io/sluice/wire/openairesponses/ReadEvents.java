package io.sluice.wire.openairesponses;

import io.sluice.json.Json;
import io.sluice.model.Event;
import io.sluice.model.Finish;
import io.sluice.model.Span;
import io.sluice.model.Usage;
import java.util.List;

/**
 * Reads the events of one stream in their order. The same text comes several times, in pieces and
 * then whole; it is said once, by its pieces where there are any.
 */
final class ReadEvents {
  private final ReadOutput output = new ReadOutput();
  private boolean over;

  /** True once the response has ended, well or badly. */
  boolean over() {
    return over;
  }

  /** One event; {@code shift} leads from positions in the JSON to positions in the frame. */
  void read(Json json, int shift, List<Event> events) {
    String type = json.text("type", "");
    int index = index(json, "output_index");
    switch (type) {
      case "response.created" -> started(json.at("response"), events);
      case "response.in_progress",
          "response.queued",
          "response.content_part.added",
          "response.content_part.done",
          "response.reasoning_summary_part.added",
          "response.reasoning_summary_part.done",
          "response.reasoning_summary_text.done",
          "response.reasoning_text.done",
          "response.refusal.done",
          "keepalive" -> {}
      case "response.output_item.added" -> output.begun(index, json.at("item"), events);
      case "response.output_item.done" -> output.whole(index, json.at("item"), shift, events);
      case "response.output_text.delta" -> text(json, index, shift, events);
      case "response.output_text.done" ->
          output.textDone(place(json), json.at("text"), shift, events);
      case "response.refusal.delta" -> output.refused(place(json), json.text("delta", ""), events);
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
          output.thought(index, json.text("delta", ""), events);
      case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" ->
          output.argument(index, json.at("delta"), shift, events);
      case "response.function_call_arguments.done" ->
          output.argumentsDone(index, json.at("arguments"), shift, events);
      case "response.custom_tool_call_input.done" ->
          output.argumentsDone(index, json.at("input"), shift, events);
      case "response.completed", "response.incomplete", "response.failed", "response.cancelled" ->
          ended(json.at("response"), shift, events);
      case "error" -> failed(json.at("error").isObject() ? json.at("error") : json, events);
      default -> other(type, json, events);
    }
  }

  private void other(String type, Json json, List<Event> events) {
    if (type.isEmpty() && !json.at("error").absent()) {
      failed(json.at("error"), events);
    } else {
      events.add(new Event.Unknown(type.isEmpty() ? "event" : type, json.raw()));
    }
  }

  private void text(Json json, int index, int shift, List<Event> events) {
    output.text(
        new ReadOutput.Place(index, index(json, "content_index")), json.at("delta"), shift, events);
    if (!json.at("logprobs").items().isEmpty()) {
      events.add(new Event.Unknown("logprobs", json.at("logprobs").raw()));
    }
  }

  private static ReadOutput.Place place(Json json) {
    return new ReadOutput.Place(index(json, "output_index"), index(json, "content_index"));
  }

  static void started(Json response, List<Event> events) {
    events.add(
        new Event.Started(
            response.text("id", ""),
            response.text("model", ""),
            response.integer("created_at", 0)));
  }

  /** A whole response that is no stream. */
  void whole(Json response, List<Event> events) {
    started(response, events);
    ended(response, 0, events);
  }

  private void ended(Json response, int shift, List<Event> events) {
    if (response.text("status", "").equals("failed")) {
      failed(response.at("error"), events);
      return;
    }
    over = true;
    int index = 0;
    for (Json item : response.at("output").items()) {
      output.whole(Math.min(index++, Format.MOST_ITEMS), item, shift, events);
    }
    used(response, events);
    events.add(new Event.Finished(0, finish(response), ""));
    events.add(new Event.Ended());
  }

  private void failed(Json error, List<Event> events) {
    over = true;
    events.add(new Event.Failed(Failure.of(error)));
  }

  private Finish finish(Json response) {
    return switch (response.text("status", "completed")) {
      case "completed" -> output.tools() ? Finish.TOOL_CALLS : Finish.STOP;
      case "incomplete" ->
          switch (response.at("incomplete_details").text("reason", "")) {
            case "max_output_tokens" -> Finish.LENGTH;
            case "content_filter" -> Finish.CONTENT_FILTER;
            default -> Finish.OTHER;
          };
      default -> Finish.OTHER;
    };
  }

  /** Usage as this format says it: cached tokens are part of the input, reasoning of the output. */
  private static void used(Json response, List<Event> events) {
    Json usage = response.at("usage");
    if (!usage.isObject()) {
      return;
    }
    Json details = usage.at("input_tokens_details");
    long input = amount(usage, "input_tokens");
    long output = amount(usage, "output_tokens");
    long read = Math.min(amount(details, "cached_tokens"), input);
    long written = Math.min(amount(details, "cache_write_tokens"), input - read);
    long reasoning = amount(usage.at("output_tokens_details"), "reasoning_tokens");
    events.add(
        new Event.Used(
            new Usage(input - read - written, output, read, written, reasoning, served(response))));
  }

  private static Usage.Served served(Json response) {
    String tier = response.text("service_tier", "default");
    boolean usual = tier.equals("default") || tier.equals("auto");
    long searches =
        response.at("output").items().stream()
            .filter(item -> item.text("type", "").equals("web_search_call"))
            .count();
    return new Usage.Served(0, searches, usual ? "" : tier);
  }

  private static long amount(Json object, String name) {
    return Math.clamp(object.integer(name, 0), 0, Integer.MAX_VALUE);
  }

  static int index(Json json, String name) {
    return Math.clamp(json.integer(name, 0), 0, Format.MOST_ITEMS);
  }

  static Span moved(Json string, int shift) {
    return string.isString()
        ? new Span(string.inside().start() + shift, string.inside().end() + shift)
        : Span.NONE;
  }
}
