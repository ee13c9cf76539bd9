package io.sluice.sim;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes responses, whole and as a stream of typed events.
 *
 * <p>Source: OpenAI API reference, Responses and its streaming events.
 */
final class ResponsesWriter {
  private static final int FRAGMENT_CHARACTERS = 5;
  private final Visit visit;
  private final Reply reply;
  private final Usage usage;
  private final String id;
  private final List<Piece> pieces = new ArrayList<>();
  private final long created = System.currentTimeMillis() / 1_000;
  private long sequence;

  /** One output item: its kind, its id, its tool call's number, or -1. */
  private record Piece(String kind, String id, String callId, int call) {}

  ResponsesWriter(Visit visit, Reply reply) {
    this.visit = visit;
    this.reply = reply;
    this.usage = reply.usage().reported(visit.faults());
    Ids ids = visit.ids();
    this.id = ids.hex("resp_", 48);
    if (reply.thought().isPresent()) {
      pieces.add(new Piece("reasoning", ids.hex("rs_", 48), "", -1));
    }
    if (!reply.text().isEmpty() || reply.calls().isEmpty()) {
      pieces.add(new Piece("message", ids.hex("msg_", 48), "", -1));
    }
    for (int i = 0; i < reply.calls().size(); i++) {
      pieces.add(new Piece("call", ids.hex("fc_", 48), ids.next("call_", 24), i));
    }
  }

  String id() {
    return id;
  }

  /** The whole response. */
  Map<String, @Nullable Object> whole() {
    return response(reply.ending() == Reply.Ending.LENGTH ? "incomplete" : "completed");
  }

  private Map<String, @Nullable Object> response(String status) {
    Json asked = visit.call().json();
    boolean over = !status.equals("in_progress");
    var body = Json.object("id", id, "object", "response", "created_at", created);
    body.put("status", status);
    body.put("background", false);
    body.put("error", null);
    body.put(
        "incomplete_details",
        status.equals("incomplete") ? Json.object("reason", "max_output_tokens") : null);
    body.put("instructions", asked.at("instructions").text().orElse(null));
    body.put("max_output_tokens", asked.at("max_output_tokens").number().orElse(null));
    body.put("model", visit.served());
    body.put("output", over ? output() : List.of());
    body.put(
        "parallel_tool_calls",
        !asked.at("parallel_tool_calls").isPresent() || asked.at("parallel_tool_calls").isTrue());
    body.put("previous_response_id", asked.at("previous_response_id").text().orElse(null));
    body.put("reasoning", Json.object("effort", null, "summary", null));
    body.put("store", !asked.at("store").isPresent() || asked.at("store").isTrue());
    body.put("temperature", 1.0);
    body.put("text", Json.object("format", Json.object("type", "text")));
    body.put("tool_choice", "auto");
    body.put("tools", List.of());
    body.put("top_p", 1.0);
    body.put("truncation", "disabled");
    boolean told = over && !visit.faults().has(Fault.UsageMode.MISSING);
    body.put("usage", told ? usage() : null);
    body.put("user", null);
    body.put("metadata", Json.object());
    return body;
  }

  private Map<String, @Nullable Object> usage() {
    return Json.object(
        "input_tokens",
        usage.prompt(),
        "input_tokens_details",
        Json.object("cached_tokens", usage.cacheRead()),
        "output_tokens",
        usage.output(),
        "output_tokens_details",
        Json.object("reasoning_tokens", usage.reasoning()),
        "total_tokens",
        usage.prompt() + usage.output());
  }

  /** The output items, complete. */
  List<@Nullable Object> output() {
    var items = new ArrayList<@Nullable Object>();
    pieces.forEach(piece -> items.add(item(piece, true)));
    return items;
  }

  private Map<String, @Nullable Object> item(Piece piece, boolean done) {
    String status = done ? "completed" : "in_progress";
    return switch (piece.kind()) {
      case "reasoning" ->
          Json.object(
              "id",
              piece.id(),
              "type",
              "reasoning",
              "encrypted_content",
              done && sealed() ? "gAAAAAB" + piece.id() : null,
              "summary",
              done ? List.of(summary(thought())) : List.of());
      case "message" ->
          Json.object(
              "id",
              piece.id(),
              "type",
              "message",
              "status",
              status,
              "content",
              done ? List.of(part(reply.text())) : List.of(),
              "role",
              "assistant");
      default -> {
        Reply.ToolCall call = reply.calls().get(piece.call());
        yield Json.object(
            "id",
            piece.id(),
            "type",
            "function_call",
            "status",
            status,
            "arguments",
            done ? call.arguments() : "",
            "call_id",
            piece.callId(),
            "name",
            call.name());
      }
    };
  }

  private boolean sealed() {
    return visit.call().json().at("include").items().stream()
        .anyMatch(item -> item.textOr("").equals("reasoning.encrypted_content"));
  }

  private String thought() {
    return reply.thought().map(Reply.Thinking::text).orElse("");
  }

  private static Map<String, @Nullable Object> summary(String text) {
    return Json.object("type", "summary_text", "text", text);
  }

  private boolean refused() {
    return reply.ending() == Reply.Ending.REFUSAL;
  }

  private Map<String, @Nullable Object> part(String text) {
    return refused()
        ? Json.object("type", "refusal", "refusal", text)
        : Json.object(
            "type", "output_text", "annotations", List.of(), "logprobs", List.of(), "text", text);
  }

  /** The events, made one by one as they are asked for. */
  Iterator<StreamEvent> stream() {
    var parts = new ArrayList<Stream<StreamEvent>>();
    parts.add(
        lazily(
            List.of(
                () -> event("response.created", 0, "response", response("in_progress")),
                () -> event("response.in_progress", 0, "response", response("in_progress")))));
    for (int index = 0; index < pieces.size(); index++) {
      Piece piece = pieces.get(index);
      switch (piece.kind()) {
        case "reasoning" -> parts.add(reasoning(piece, index));
        case "message" -> parts.add(message(piece, index));
        default -> parts.add(call(piece, index));
      }
    }
    boolean cut = reply.ending() == Reply.Ending.LENGTH;
    String last = cut ? "incomplete" : "completed";
    parts.add(lazily(List.of(() -> event("response." + last, 0, "response", response(last)))));
    return new InTurn(parts);
  }

  private static Stream<StreamEvent> lazily(List<Supplier<StreamEvent>> events) {
    return events.stream().map(Supplier::get);
  }

  private StreamEvent event(String type, int tokens, @Nullable Object... members) {
    var json = Json.object("type", type, "sequence_number", sequence++);
    json.putAll(Json.object(members));
    return new StreamEvent(type, Json.string(json), tokens);
  }

  private StreamEvent added(Piece piece, int index) {
    return event(
        "response.output_item.added", 0, "output_index", index, "item", item(piece, false));
  }

  private StreamEvent done(Piece piece, int index) {
    return event("response.output_item.done", 0, "output_index", index, "item", item(piece, true));
  }

  private StreamEvent inside(
      String type, int tokens, @Nullable Object[] place, @Nullable Object... members) {
    var all = new ArrayList<@Nullable Object>(List.of(place));
    all.addAll(List.of(members));
    return event(type, tokens, all.toArray());
  }

  private Stream<StreamEvent> message(Piece piece, int index) {
    @Nullable Object[] at = {"item_id", piece.id(), "output_index", index, "content_index", 0};
    String kind = refused() ? "response.refusal" : "response.output_text";
    int tokens = visit.pacing().tokensPerEvent();
    var before =
        lazily(
            List.of(
                () -> added(piece, index),
                () -> inside("response.content_part.added", 0, at, "part", part(""))));
    var deltas =
        Tokens.grouped(Tokens.split(reply.text()), tokens).stream()
            .map(text -> delta(kind, tokens, at, text));
    var after =
        lazily(
            List.of(
                () -> textDone(kind, at),
                () -> inside("response.content_part.done", 0, at, "part", part(reply.text())),
                () -> done(piece, index)));
    return Stream.concat(before, Stream.concat(deltas, after));
  }

  private StreamEvent delta(String kind, int tokens, @Nullable Object[] at, String text) {
    return refused()
        ? inside(kind + ".delta", tokens, at, "delta", text)
        : inside(kind + ".delta", tokens, at, "delta", text, "logprobs", List.of());
  }

  private StreamEvent textDone(String kind, @Nullable Object[] at) {
    return refused()
        ? inside(kind + ".done", 0, at, "refusal", reply.text())
        : inside(kind + ".done", 0, at, "text", reply.text(), "logprobs", List.of());
  }

  private Stream<StreamEvent> reasoning(Piece piece, int index) {
    @Nullable Object[] at = {"item_id", piece.id(), "output_index", index, "summary_index", 0};
    String text = thought();
    return lazily(
        List.of(
            () -> added(piece, index),
            () -> inside("response.reasoning_summary_part.added", 0, at, "part", summary("")),
            () -> inside("response.reasoning_summary_text.delta", 1, at, "delta", text),
            () -> inside("response.reasoning_summary_text.done", 0, at, "text", text),
            () -> inside("response.reasoning_summary_part.done", 0, at, "part", summary(text)),
            () -> done(piece, index)));
  }

  private Stream<StreamEvent> call(Piece piece, int index) {
    @Nullable Object[] at = {"item_id", piece.id(), "output_index", index};
    String arguments = reply.calls().get(piece.call()).arguments();
    String kind = "response.function_call_arguments";
    return Stream.concat(
        lazily(List.of(() -> added(piece, index))),
        Stream.concat(
            Fragments.of(arguments, FRAGMENT_CHARACTERS).stream()
                .map(fragment -> inside(kind + ".delta", 1, at, "delta", fragment)),
            lazily(
                List.of(
                    () -> inside(kind + ".done", 0, at, "arguments", arguments),
                    () -> done(piece, index)))));
  }
}
