package io.sluice.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads messages requests, refusing what Anthropic refuses: also tool results that answer no call,
 * and thinking whose signature is not the one given with it.
 *
 * <p>Source: Anthropic API reference, Messages, anthropic-version 2023-06-01.
 */
final class MessagesRequest {
  private MessagesRequest() {}

  static Question read(Json body) throws ApiError {
    checkMessages(body.at("messages"));
    Json thinking = body.at("thinking");
    String mode = thinking.at("type").textOr("disabled");
    return new Question(
        body.at("model").textOr(""),
        Turn.last(body.at("messages")),
        tools(body),
        Optional.of(schema(body)).filter(Json::isObject),
        new Question.Limits(
            body.at("max_tokens").numberOr(Long.MAX_VALUE),
            ChatRequest.stops(body.at("stop_sequences"))),
        new Question.Size(tokens(body), marked(body), !mode.equals("disabled")));
  }

  private static Json schema(Json body) {
    Json format = body.at("output_config").at("format");
    return (format.isObject() ? format : body.at("output_format")).at("schema");
  }

  static long tokens(Json body) {
    return Tokens.ofChars(
        body.at("messages").characters()
            + body.at("system").characters()
            + body.at("tools").characters());
  }

  /** Tokens of everything up to the last cache marker, in the order tools, system, messages. */
  private static long marked(Json body) {
    long before = 0;
    long marked = 0;
    for (String section : List.of("tools", "system", "messages")) {
      for (Json part : body.at(section).items()) {
        before += part.characters();
        marked = part.mentions("cache_control") ? before : marked;
      }
      before += body.at(section).text().map(String::length).orElse(0);
    }
    if (body.at("cache_control").isSet()) {
      marked = before;
    }
    return marked == 0 ? 0 : Tokens.ofChars(marked);
  }

  private static Question.Tools tools(Json body) {
    var offered = new ArrayList<Question.Tool>();
    for (Json tool : body.at("tools").items()) {
      offered.add(new Question.Tool(tool.at("name").textOr(""), tool.at("input_schema")));
    }
    Json choice = body.at("tool_choice");
    Question.Choice how =
        switch (choice.at("type").textOr("auto")) {
          case "none" -> Question.Choice.NONE;
          case "any", "tool" -> Question.Choice.ANY;
          default -> Question.Choice.AUTO;
        };
    boolean parallel = !choice.at("disable_parallel_tool_use").isTrue();
    return new Question.Tools(offered, how, choice.at("name").text(), parallel);
  }

  private static void checkMessages(Json messages) throws ApiError {
    if (!messages.isArray()) {
      throw ApiError.of(400, "messages: Field required");
    }
    if (messages.items().isEmpty()) {
      throw ApiError.of(400, "messages: at least one message is required");
    }
    Set<String> called = Set.of();
    for (int i = 0; i < messages.items().size(); i++) {
      Json message = messages.items().get(i);
      String role = message.at("role").textOr("");
      if (role.equals("system")) {
        continue;
      }
      if (!role.equals("user") && !role.equals("assistant")) {
        throw ApiError.of(
            400,
            "messages: Unexpected role \"%s\". Allowed roles are \"user\" or \"assistant\""
                .formatted(role));
      }
      called = checkBlocks(message.at("content"), "messages." + i, called);
    }
    if (!called.isEmpty()) {
      throw unanswered("messages." + (messages.items().size() - 1), called);
    }
  }

  /** Checks one message against the calls of the one before; returns the calls it makes. */
  private static Set<String> checkBlocks(Json content, String where, Set<String> called)
      throws ApiError {
    var open = new HashSet<>(called);
    var calls = new HashSet<String>();
    List<Json> blocks = content.items();
    for (int i = 0; i < blocks.size(); i++) {
      Json block = blocks.get(i);
      String at = "%s.content.%d".formatted(where, i);
      switch (block.at("type").textOr("")) {
        case "" -> throw ApiError.of(400, at + ".type: Field required");
        case "tool_use" -> calls.add(toolUse(block, at));
        case "tool_result" -> {
          String id = block.at("tool_use_id").textOr("");
          if (!open.remove(id)) {
            throw ApiError.of(
                400,
                at
                    + ": unexpected `tool_use_id` found in `tool_result` blocks: "
                    + id
                    + ". Each `tool_result` block must have a corresponding `tool_use` block in the"
                    + " previous message.");
          }
        }
        case "thinking" -> {
          String thinking = block.at("thinking").textOr("");
          if (!Signature.of(thinking).equals(block.at("signature").textOr(""))) {
            throw ApiError.of(400, at + ": Invalid `signature` in `thinking` block");
          }
        }
        default -> {}
      }
    }
    if (!open.isEmpty()) {
      throw unanswered(where, open);
    }
    return calls;
  }

  private static String toolUse(Json block, String at) throws ApiError {
    if (!block.at("input").isObject()) {
      throw ApiError.of(400, at + ".tool_use.input: Input should be a valid dictionary");
    }
    return block.at("id").textOr("");
  }

  private static ApiError unanswered(String where, Set<String> ids) {
    return ApiError.of(
        400,
        "%s: `tool_use` ids were found without `tool_result` blocks immediately after: %s."
                .formatted(where, String.join(", ", ids))
            + " Each `tool_use` block must have a corresponding `tool_result` block in the next"
            + " message.");
  }
}
