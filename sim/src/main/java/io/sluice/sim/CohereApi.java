package io.sluice.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cohere's interface, version 2: chat and embeddings.
 *
 * <p>Source: Cohere API reference: Chat, Chat with streaming, Embed, errors.
 */
final class CohereApi implements Api {
  private static final int PIECE_CHARACTERS = 5;

  private final List<String> models;

  CohereApi(List<String> models) {
    this.models = models;
  }

  @Override
  public Answer answer(Visit visit) throws ApiError {
    Call call = visit.call();
    boolean chat = call.path().equals("/v2/chat");
    if (!call.method().equals("POST") || !(chat || call.path().equals("/v2/embed"))) {
      throw ApiError.of(404, "not found");
    }
    if (!call.json().isObject() || call.model().isEmpty()) {
      throw ApiError.of(400, "invalid request: model is required");
    }
    if (!models.isEmpty() && !models.contains(call.model())) {
      throw ApiError.of(404, "model '%s' not found".formatted(call.model()));
    }
    return chat ? chat(visit) : vectors(call);
  }

  private static Answer chat(Visit visit) throws ApiError {
    Json body = visit.call().json();
    Reply reply = Replies.to(question(body), visit);
    if (body.at("stream").isTrue()) {
      var failed = Json.object("type", "message-end");
      failed.put("delta", Json.object("finish_reason", "ERROR", "error", "internal"));
      var failure = new StreamEvent("message-end", Json.string(failed), 0);
      return new Answer.Events(List.of(), stream(visit, reply).iterator(), failure);
    }
    var message = Json.object("role", "assistant");
    var content = new ArrayList<Object>();
    boolean calls = !reply.calls().isEmpty();
    reply
        .thought()
        .filter(_ -> !calls)
        .ifPresent(one -> content.add(Json.object("type", "thinking", "thinking", one.text())));
    if (calls) {
      message.put("tool_plan", reply.thought().map(Reply.Thinking::text).orElse("I will look."));
      message.put("tool_calls", calls(visit, reply.calls()));
    }
    if (!reply.text().isEmpty()) {
      content.add(Json.object("type", "text", "text", reply.text()));
    }
    message.put("content", content);
    var answer = Json.object("id", visit.ids().hex("", 32), "message", message);
    answer.putAll(ending(visit, reply));
    return Answer.Whole.json(200, List.of(), answer).taking(reply.usage().output());
  }

  private static List<StreamEvent> stream(Visit visit, Reply reply) {
    var all = new ArrayList<StreamEvent>();
    var start = Json.object("id", visit.ids().hex("", 32), "type", "message-start");
    start.put("delta", Json.object("message", Json.object("role", "assistant")));
    all.add(new StreamEvent("message-start", Json.string(start), 0));
    if (!reply.calls().isEmpty()) {
      String plan = reply.thought().map(Reply.Thinking::text).orElse("I will look.");
      all.add(event("tool-plan-delta", -1, Json.object("tool_plan", plan)));
    } else {
      reply.thought().ifPresent(one -> part(all, "thinking", one.text()));
    }
    if (!reply.text().isEmpty()) {
      part(all, "text", reply.text());
    }
    int index = 0;
    for (Reply.ToolCall call : reply.calls()) {
      String id = visit.ids().next(call.name() + "_", 12);
      var function = Json.object("name", call.name(), "arguments", "");
      var begun = Json.object("id", id, "type", "function", "function", function);
      all.add(event("tool-call-start", index, Json.object("tool_calls", begun)));
      for (String piece : Fragments.of(call.arguments(), PIECE_CHARACTERS)) {
        var more = Json.object("function", Json.object("arguments", piece));
        all.add(event("tool-call-delta", index, Json.object("tool_calls", more)));
      }
      all.add(event("tool-call-end", index, Json.object()));
      index++;
    }
    var end = Json.object("type", "message-end", "delta", ending(visit, reply));
    all.add(new StreamEvent("message-end", Json.string(end), 0));
    return all;
  }

  private static void part(List<StreamEvent> all, String kind, String text) {
    int index = all.size();
    var opened = Json.object("content", Json.object("type", kind, kind, ""));
    all.add(event("content-start", index, opened));
    for (String piece : Fragments.of(text, PIECE_CHARACTERS)) {
      all.add(event("content-delta", index, Json.object("content", Json.object(kind, piece))));
    }
    all.add(event("content-end", index, Json.object()));
  }

  private static StreamEvent event(String type, int index, Map<String, @Nullable Object> message) {
    var event = Json.object("type", type);
    if (index >= 0) {
      event.put("index", index);
    }
    event.put("delta", Json.object("message", message));
    return new StreamEvent(type, Json.string(event), type.endsWith("delta") ? 1 : 0);
  }

  private static Map<String, @Nullable Object> ending(Visit visit, Reply reply) {
    Usage usage = reply.usage().reported(visit.faults());
    var billed = Json.object("input_tokens", usage.prompt(), "output_tokens", usage.output());
    var read = Json.object("input_tokens", usage.prompt() + 60, "output_tokens", usage.output());
    String reason =
        switch (reply.ending()) {
          case STOP, REFUSAL -> "COMPLETE";
          case LENGTH -> "MAX_TOKENS";
          case STOP_SEQUENCE -> "STOP_SEQUENCE";
          case TOOL_CALLS -> "TOOL_CALL";
        };
    return Json.object(
        "finish_reason", reason, "usage", Json.object("billed_units", billed, "tokens", read));
  }

  private static List<Object> calls(Visit visit, List<Reply.ToolCall> calls) {
    var all = new ArrayList<Object>();
    for (Reply.ToolCall call : calls) {
      var function = Json.object("name", call.name(), "arguments", call.arguments());
      String id = visit.ids().next(call.name() + "_", 12);
      all.add(Json.object("id", id, "type", "function", "function", function));
    }
    return all;
  }

  private static Question question(Json body) throws ApiError {
    if (body.at("messages").items().isEmpty()) {
      throw ApiError.of(400, "invalid request: message must be at least 1 token long.");
    }
    for (String foreign : List.of("top_p", "top_k", "stop", "n", "stream_options")) {
      if (body.at(foreign).isPresent()) {
        throw ApiError.of(
            422, "unknown field: parameter '%s' is not a valid field".formatted(foreign));
      }
    }
    var offered = new ArrayList<Question.Tool>();
    for (Json tool : body.at("tools").items()) {
      Json function = tool.at("function");
      offered.add(new Question.Tool(function.at("name").textOr(""), function.at("parameters")));
    }
    Question.Choice choice =
        switch (body.at("tool_choice").textOr("")) {
          case "NONE" -> Question.Choice.NONE;
          case "REQUIRED" -> Question.Choice.ANY;
          default -> Question.Choice.AUTO;
        };
    Json schema = body.at("response_format").at("json_schema");
    long characters = body.at("messages").characters() + body.at("documents").characters();
    return new Question(
        body.at("model").textOr(""),
        Turn.last(body.at("messages")),
        new Question.Tools(offered, choice, Optional.empty(), true),
        schema.isObject() ? Optional.of(schema) : Optional.empty(),
        new Question.Limits(
            body.at("max_tokens").numberOr(Long.MAX_VALUE),
            ChatRequest.stops(body.at("stop_sequences"))),
        new Question.Size(Tokens.ofChars(characters), 0, false));
  }

  private static Answer vectors(Call call) throws ApiError {
    Json body = call.json();
    if (body.at("input_type").textOr("").isEmpty() || body.at("texts").items().isEmpty()) {
      throw ApiError.of(400, "valid input_type and texts must be provided");
    }
    var vectors = new ArrayList<Object>();
    long tokens = 0;
    int size = (int) body.at("output_dimension").numberOr(8);
    for (Json text : body.at("texts").items()) {
      String input = call.model() + '\n' + text.textOr("");
      vectors.add(Embeddings.listed(Embeddings.vector(input, size)));
      tokens += Tokens.ofChars(text.textOr("").length());
    }
    var meta = Json.object("billed_units", Json.object("input_tokens", tokens));
    return Answer.Whole.json(
        200,
        List.of(),
        Json.object("id", "e", "embeddings", Json.object("float", vectors), "meta", meta));
  }

  @Override
  public Answer error(Visit visit, ApiError error) {
    String message = error.message().isEmpty() ? "an error occurred" : error.message();
    return Answer.Whole.json(error.status(), List.of(), Json.object("message", message));
  }

  @Override
  public ApiError unauthenticated(Visit visit) {
    return ApiError.of(401, "invalid api token");
  }
}
