package io.sluice.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads conversations, refusing what Bedrock refuses: also tool results that answer no call, calls
 * without tools on offer, blank text, and reasoning whose signature is not the one given with it.
 *
 * <p>Source: Amazon Bedrock Runtime API reference, Converse.
 */
final class ConverseRequest {
  private ConverseRequest() {}

  static Question read(String model, Json body) throws ApiError {
    checkMessages(body);
    Json config = body.at("inferenceConfig");
    Json thinking = body.at("additionalModelRequestFields").at("thinking");
    return new Question(
        model,
        Turn.last(body.at("messages")),
        tools(body.at("toolConfig")),
        schema(body),
        new Question.Limits(
            config.at("maxTokens").numberOr(Long.MAX_VALUE),
            ChatRequest.stops(config.at("stopSequences"))),
        new Question.Size(
            tokens(body), marked(body), thinking.at("type").textOr("").equals("enabled")));
  }

  /** The schema is a text in which JSON is written. */
  private static Optional<Json> schema(Json body) {
    Json format = body.at("outputConfig").at("textFormat");
    String text = format.at("structure").at("jsonSchema").at("schema").textOr("");
    return text.isEmpty() ? Optional.empty() : Json.parse(text).filter(Json::isObject);
  }

  private static long tokens(Json body) {
    return Tokens.ofChars(
        body.at("messages").characters()
            + body.at("system").characters()
            + body.at("toolConfig").characters());
  }

  /** Tokens of everything up to the last cache point, in the order tools, system, messages. */
  private static long marked(Json body) {
    var parts = new ArrayList<>(body.at("toolConfig").at("tools").items());
    parts.addAll(body.at("system").items());
    body.at("messages").items().forEach(message -> parts.addAll(message.at("content").items()));
    long before = 0;
    long marked = 0;
    for (Json part : parts) {
      if (part.at("cachePoint").isObject()) {
        marked = before;
      } else {
        before += part.characters();
      }
    }
    return marked == 0 ? 0 : Tokens.ofChars(marked);
  }

  private static Question.Tools tools(Json config) {
    var offered = new ArrayList<Question.Tool>();
    for (Json tool : config.at("tools").items()) {
      Json spec = tool.at("toolSpec");
      if (spec.isObject()) {
        offered.add(
            new Question.Tool(spec.at("name").textOr(""), spec.at("inputSchema").at("json")));
      }
    }
    Json choice = config.at("toolChoice");
    boolean any = choice.at("any").isObject() || choice.at("tool").isObject();
    return new Question.Tools(
        offered,
        any ? Question.Choice.ANY : Question.Choice.AUTO,
        choice.at("tool").at("name").text(),
        true);
  }

  private static void checkMessages(Json body) throws ApiError {
    List<Json> messages = body.at("messages").items();
    if (messages.isEmpty()) {
      throw ApiError.of(400, "A conversation must start with a user message.");
    }
    Set<String> called = Set.of();
    String last = "assistant";
    for (int i = 0; i < messages.size(); i++) {
      String role = messages.get(i).at("role").textOr("");
      if (role.equals(last) || !role.equals("user") && !role.equals("assistant")) {
        throw ApiError.of(400, "messages.%d: roles must alternate".formatted(i));
      }
      last = role;
      called = checkBlocks(messages.get(i).at("content").items(), i, called);
    }
    if (!called.isEmpty()) {
      throw unanswered(messages.size() - 1);
    }
    boolean tools = body.at("messages").mentions("toolUse");
    if (tools && body.at("toolConfig").at("tools").items().isEmpty()) {
      throw ApiError.of(
          400,
          "The toolConfig field must be defined when using toolUse and toolResult content blocks.");
    }
  }

  /** Checks one message against the calls of the one before; returns the calls it makes. */
  private static Set<String> checkBlocks(List<Json> blocks, int at, Set<String> called)
      throws ApiError {
    var open = new HashSet<>(called);
    var calls = new HashSet<String>();
    for (int i = 0; i < blocks.size(); i++) {
      Json block = blocks.get(i);
      String where = "messages.%d.content.%d".formatted(at, i);
      if (block.names().size() != 1) {
        throw ApiError.of(400, where + ": exactly one member must be set");
      }
      if (block.at("text").text().filter(String::isBlank).isPresent()) {
        throw ApiError.of(400, where + ": The text field in the ContentBlock object is blank.");
      }
      if (block.at("toolUse").isObject()) {
        if (!block.at("toolUse").at("input").isObject()) {
          throw ApiError.of(400, where + ": toolUse.input must be an object");
        }
        calls.add(block.at("toolUse").at("toolUseId").textOr(""));
      }
      Json result = block.at("toolResult");
      if (result.isObject() && !open.remove(result.at("toolUseId").textOr(""))) {
        throw ApiError.of(400, where + ": the toolResult answers no toolUse of the turn before");
      }
      checkReasoning(block.at("reasoningContent").at("reasoningText"), where);
    }
    if (!open.isEmpty()) {
      throw unanswered(at);
    }
    return calls;
  }

  private static void checkReasoning(Json said, String where) throws ApiError {
    boolean proved =
        Signature.of(said.at("text").textOr("")).equals(said.at("signature").textOr(""));
    if (said.isObject() && !proved) {
      throw ApiError.of(400, where + ": Invalid `signature` in reasoningContent");
    }
  }

  private static ApiError unanswered(int at) {
    return ApiError.of(400, "messages.%d: toolResult blocks are missing for toolUse".formatted(at));
  }
}
