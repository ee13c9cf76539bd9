package io.sluice.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads chat completion requests, refusing what OpenAI refuses.
 *
 * <p>Source: OpenAI API reference, Chat Completions.
 */
final class ChatRequest {
  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool", "function");

  private ChatRequest() {}

  static Question read(Json body) throws ApiError {
    checkMessages(body.at("messages"));
    if (body.at("n").numberOr(1) != 1) {
      throw ApiError.about("n", "unsupported_value", 400, "Only n=1 is supported.");
    }
    long characters = body.at("messages").characters() + body.at("tools").characters();
    return new Question(
        body.at("model").textOr(""),
        Turn.last(body.at("messages")),
        tools(body),
        schema(body.at("response_format")),
        new Question.Limits(maxTokens(body), stops(body.at("stop"))),
        new Question.Size(Tokens.ofChars(characters), 0, false));
  }

  private static void checkMessages(Json messages) throws ApiError {
    if (!messages.isArray()) {
      throw ApiError.about(
          "messages", "missing_required_parameter", 400, "Missing required parameter: 'messages'.");
    }
    if (messages.items().isEmpty()) {
      throw ApiError.about(
          "messages",
          "empty_array",
          400,
          "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an"
              + " empty array instead.");
    }
    var open = new HashSet<String>();
    for (int i = 0; i < messages.items().size(); i++) {
      checkMessage(messages.items().get(i), i, open);
    }
  }

  private static void checkMessage(Json message, int index, Set<String> openCalls) throws ApiError {
    String role = message.at("role").textOr("");
    if (!ROLES.contains(role)) {
      throw ApiError.about(
          "messages[%d].role".formatted(index),
          "invalid_value",
          400,
          "Invalid value: '%s'. Supported values are: %s.".formatted(role, ROLES));
    }
    if (role.equals("tool")) {
      if (!openCalls.remove(message.at("tool_call_id").textOr(""))) {
        throw ApiError.about(
            "messages.[%d].role".formatted(index),
            "",
            400,
            "Invalid parameter: messages with role 'tool' must be a response to a preceeding"
                + " message with 'tool_calls'.");
      }
      return;
    }
    if (!openCalls.isEmpty()) {
      throw ApiError.about(
          "messages",
          "",
          400,
          "An assistant message with 'tool_calls' must be followed by tool messages responding to"
              + " each 'tool_call_id'. The following tool_call_ids did not have response messages: "
              + String.join(", ", openCalls));
    }
    for (Json call : message.at("tool_calls").items()) {
      if (!call.at("function").at("arguments").text().isPresent()) {
        throw ApiError.about(
            "messages[%d].tool_calls[0].function.arguments".formatted(index),
            "invalid_type",
            400,
            "Invalid type for 'arguments': expected a string.");
      }
      openCalls.add(call.at("id").textOr(""));
    }
  }

  private static Question.Tools tools(Json body) {
    var offered = new ArrayList<Question.Tool>();
    for (Json tool : body.at("tools").items()) {
      Json function = tool.at("function");
      offered.add(new Question.Tool(function.at("name").textOr(""), function.at("parameters")));
    }
    Json choice = body.at("tool_choice");
    Optional<String> named = choice.at("function").at("name").text();
    Question.Choice how =
        named.isPresent()
            ? Question.Choice.ANY
            : switch (choice.textOr("auto")) {
              case "none" -> Question.Choice.NONE;
              case "required" -> Question.Choice.ANY;
              default -> Question.Choice.AUTO;
            };
    boolean parallel =
        !body.at("parallel_tool_calls").isPresent() || body.at("parallel_tool_calls").isTrue();
    return new Question.Tools(offered, how, named, parallel);
  }

  private static Optional<Json> schema(Json format) {
    return switch (format.at("type").textOr("")) {
      case "json_schema" -> Optional.of(format.at("json_schema").at("schema"));
      case "json_object" ->
          Json.parse("{\"type\":\"object\",\"properties\":{\"answer\":{\"type\":\"string\"}}}");
      default -> Optional.empty();
    };
  }

  private static long maxTokens(Json body) {
    long old = body.at("max_tokens").numberOr(Long.MAX_VALUE);
    return body.at("max_completion_tokens").numberOr(old);
  }

  static List<String> stops(Json stop) {
    return stop.text()
        .map(List::of)
        .orElseGet(() -> stop.items().stream().map(item -> item.textOr("")).toList());
  }
}
