package io.sluice.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads Responses requests, refusing what OpenAI refuses.
 *
 * <p>Source: OpenAI API reference, Responses.
 */
final class ResponsesRequest {
  private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");

  private ResponsesRequest() {}

  /** The question, after {@code earlier} items of the same conversation. */
  static Question read(Json body, List<Json> earlier) throws ApiError {
    List<Json> input = items(body);
    var all = new ArrayList<>(earlier);
    all.addAll(input);
    check(all);
    long characters = body.at("instructions").characters() + body.at("tools").characters();
    for (Json item : all) {
      characters += item.characters();
    }
    if (input.isEmpty()) {
      characters += body.at("input").characters();
    }
    long most = body.at("max_output_tokens").numberOr(Long.MAX_VALUE);
    if (most < 16) {
      throw ApiError.about(
          "max_output_tokens",
          "integer_below_min_value",
          400,
          "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but"
              + " got %d instead.".formatted(most));
    }
    boolean thinking = body.at("reasoning").at("summary").isSet();
    return new Question(
        body.at("model").textOr(""),
        last(body, input),
        tools(body),
        schema(body.at("text").at("format")),
        new Question.Limits(most, List.of()),
        new Question.Size(Tokens.ofChars(characters), 0, thinking));
  }

  /** The items of a request; a plain text counts as none. */
  static List<Json> items(Json body) {
    return body.at("input").items();
  }

  private static void check(List<Json> items) throws ApiError {
    var open = new HashSet<String>();
    for (int i = 0; i < items.size(); i++) {
      Json item = items.get(i);
      switch (item.at("type").textOr("message")) {
        case "message" -> {
          String role = item.at("role").textOr("");
          if (!ROLES.contains(role)) {
            throw ApiError.about(
                "input[%d]".formatted(i),
                "invalid_value",
                400,
                "Invalid value: '%s'. Supported values are: %s.".formatted(role, ROLES));
          }
        }
        case "function_call" -> open.add(item.at("call_id").textOr(""));
        case "function_call_output" -> {
          String id = item.at("call_id").textOr("");
          if (!open.contains(id)) {
            throw ApiError.about(
                "input",
                "",
                400,
                "No tool call found for function call output with call_id %s.".formatted(id));
          }
        }
        default -> {}
      }
    }
  }

  /** The text of the last message. */
  static String lastText(Json body) {
    List<Json> input = items(body);
    return input.isEmpty() ? body.at("input").textOr("") : text(input.getLast().at("content"));
  }

  private static Turn last(Json body, List<Json> input) throws ApiError {
    if (body.at("input").text().isPresent()) {
      return new Turn(body.at("input").textOr(""), List.of(), 0);
    }
    if (input.isEmpty()) {
      throw ApiError.about(
          "input", "missing_required_parameter", 400, "Missing required parameter: 'input'.");
    }
    var results = new ArrayList<String>();
    int from = input.size();
    while (from > 0 && input.get(from - 1).at("type").textOr("").equals("function_call_output")) {
      from--;
      results.addFirst(text(input.get(from).at("output")));
    }
    if (!results.isEmpty()) {
      return new Turn("", results, 0);
    }
    Json content = input.getLast().at("content");
    long images =
        content.items().stream()
            .filter(part -> part.at("type").textOr("").equals("input_image"))
            .count();
    return new Turn(text(content), List.of(), (int) images);
  }

  private static String text(Json content) {
    if (content.text().isPresent()) {
      return content.textOr("");
    }
    var texts = new ArrayList<String>();
    for (Json part : content.items()) {
      part.at("text").text().ifPresent(texts::add);
    }
    return String.join("\n", texts);
  }

  private static Question.Tools tools(Json body) {
    var offered = new ArrayList<Question.Tool>();
    for (Json tool : body.at("tools").items()) {
      if (tool.at("type").textOr("").equals("function")) {
        offered.add(new Question.Tool(tool.at("name").textOr(""), tool.at("parameters")));
      }
    }
    Json choice = body.at("tool_choice");
    Optional<String> named = choice.at("name").text();
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
      case "json_schema" -> Optional.of(format.at("schema"));
      case "json_object" ->
          Json.parse("{\"type\":\"object\",\"properties\":{\"answer\":{\"type\":\"string\"}}}");
      default -> Optional.empty();
    };
  }
}
