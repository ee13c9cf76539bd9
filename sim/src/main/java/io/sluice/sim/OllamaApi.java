package io.sluice.sim;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ollama's own interface: chat as one object or as lines of JSON, and embeddings.
 *
 * <p>Source: Ollama API documentation: chat, embeddings, errors.
 */
final class OllamaApi implements Api {
  private static final int PIECE_CHARACTERS = 5;
  private static final String CREATED = "2026-01-01T00:00:00.5Z";

  private final List<String> models;

  OllamaApi(List<String> models) {
    this.models = models;
  }

  @Override
  public Answer answer(Visit visit) throws ApiError {
    Call call = visit.call();
    boolean chat = call.path().equals("/api/chat");
    if (!call.method().equals("POST") || !(chat || call.path().equals("/api/embed"))) {
      throw ApiError.of(404, "404 page not found");
    }
    if (!call.json().isObject() || call.model().isEmpty()) {
      throw ApiError.of(400, "model is required");
    }
    if (!models.isEmpty() && !models.contains(call.model())) {
      throw ApiError.of(404, "model '%s' not found".formatted(call.model()));
    }
    return chat ? chat(visit) : vectors(call);
  }

  private static Answer chat(Visit visit) throws ApiError {
    Json body = visit.call().json();
    Reply reply = Replies.to(question(body), visit);
    boolean stream = !body.at("stream").isPresent() || body.at("stream").isTrue();
    if (!stream) {
      var message = message(reply.text(), reply.thought().map(Reply.Thinking::text).orElse(""));
      if (!reply.calls().isEmpty()) {
        message.put("tool_calls", calls(visit, reply.calls()));
      }
      return Answer.Whole.json(200, List.of(), done(visit, reply, message))
          .taking(reply.usage().output());
    }
    var lines = new ArrayList<StreamEvent>();
    reply
        .thought()
        .ifPresent(
            thought -> {
              for (String piece : Fragments.of(thought.text(), PIECE_CHARACTERS)) {
                lines.add(line(visit, message("", piece)));
              }
            });
    for (String piece : Fragments.of(reply.text(), PIECE_CHARACTERS)) {
      lines.add(line(visit, message(piece, "")));
    }
    if (!reply.calls().isEmpty()) {
      var message = message("", "");
      message.put("tool_calls", calls(visit, reply.calls()));
      lines.add(line(visit, message));
    }
    lines.add(new StreamEvent("", Json.string(done(visit, reply, message("", ""))), 0));
    Iterator<StreamEvent> all = lines.iterator();
    var failure = Json.string(Json.object("error", "an error was encountered while running"));
    return new Answer.Events(List.of(), all, new StreamEvent("", failure, 0), true);
  }

  private static Question question(Json body) throws ApiError {
    if (!body.at("messages").isArray()) {
      throw ApiError.of(400, "messages must be an array");
    }
    var offered = new ArrayList<Question.Tool>();
    for (Json tool : body.at("tools").items()) {
      Json function = tool.at("function");
      offered.add(new Question.Tool(function.at("name").textOr(""), function.at("parameters")));
    }
    for (Json message : body.at("messages").items()) {
      for (Json call : message.at("tool_calls").items()) {
        if (!call.at("function").at("arguments").isObject()) {
          throw ApiError.of(400, "json: cannot unmarshal string into arguments");
        }
      }
    }
    Json format = body.at("format");
    Optional<Json> schema = format.isObject() ? Optional.of(format) : Optional.empty();
    Json options = body.at("options");
    long most = options.at("num_predict").numberOr(-1);
    long characters = body.at("messages").characters() + body.at("tools").characters();
    return new Question(
        body.at("model").textOr(""),
        Turn.last(body.at("messages")),
        new Question.Tools(offered, Question.Choice.AUTO, Optional.empty(), true),
        schema,
        new Question.Limits(
            most < 0 ? Long.MAX_VALUE : most, ChatRequest.stops(options.at("stop"))),
        new Question.Size(Tokens.ofChars(characters), 0, body.at("think").isTrue()));
  }

  private static Map<String, @Nullable Object> message(String text, String thought) {
    var message = Json.object("role", "assistant", "content", text);
    if (!thought.isEmpty()) {
      message.put("thinking", thought);
    }
    return message;
  }

  private static List<Object> calls(Visit visit, List<Reply.ToolCall> calls) {
    var all = new ArrayList<Object>();
    for (Reply.ToolCall call : calls) {
      Json said = Json.parse(call.arguments()).filter(Json::isObject).orElse(Json.MISSING);
      Object arguments = said.isObject() ? said.tree() : Json.object();
      var function = Json.object("index", all.size(), "name", call.name(), "arguments", arguments);
      all.add(Json.object("id", visit.ids().next("call_", 8), "function", function));
    }
    return all;
  }

  private static StreamEvent line(Visit visit, Map<String, @Nullable Object> message) {
    var line = Json.object("model", visit.served(), "created_at", CREATED);
    line.put("message", message);
    line.put("done", false);
    return new StreamEvent("", Json.string(line), 1);
  }

  private static Map<String, @Nullable Object> done(
      Visit visit, Reply reply, Map<String, @Nullable Object> message) {
    Usage usage = reply.usage().reported(visit.faults());
    var done = Json.object("model", visit.served(), "created_at", CREATED);
    done.put("message", message);
    done.put("done_reason", reply.ending() == Reply.Ending.LENGTH ? "length" : "stop");
    done.put("done", true);
    done.put("total_duration", 1_000_000);
    done.put("prompt_eval_count", usage.prompt());
    done.put("eval_count", usage.output());
    return done;
  }

  private static Answer vectors(Call call) throws ApiError {
    var vectors = new ArrayList<Object>();
    long tokens = 0;
    Json input = call.json().at("input");
    List<String> texts =
        input
            .text()
            .map(List::of)
            .orElseGet(() -> input.items().stream().map(i -> i.textOr("")).toList());
    if (texts.isEmpty()) {
      throw ApiError.of(400, "input is required");
    }
    int size = (int) call.json().at("dimensions").numberOr(8);
    for (String text : texts) {
      vectors.add(Embeddings.listed(Embeddings.vector(call.model() + '\n' + text, size)));
      tokens += Tokens.ofChars(text.length());
    }
    var answer = Json.object("model", call.model(), "embeddings", vectors);
    answer.put("prompt_eval_count", tokens);
    return Answer.Whole.json(200, List.of(), answer);
  }

  @Override
  public Answer error(Visit visit, ApiError error) {
    String message = error.message().isEmpty() ? "something went wrong" : error.message();
    return Answer.Whole.json(error.status(), List.of(), Json.object("error", message));
  }

  @Override
  public ApiError unauthenticated(Visit visit) {
    return ApiError.of(401, "unauthorized");
  }
}
