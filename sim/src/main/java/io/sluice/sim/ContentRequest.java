package io.sluice.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads requests for content, refusing what Google refuses: also results that are fewer than the
 * calls before them, and signatures that are not the ones given with their parts.
 *
 * <p>Source: Gemini API reference, v1beta, GenerateContentRequest; Thought signatures.
 */
final class ContentRequest {
  private static final int FIRST_SIGNING = 3;

  private ContentRequest() {}

  static Question read(Call call) throws ApiError {
    Json body = call.json();
    List<Json> contents = body.at("contents").items();
    if (contents.isEmpty()) {
      throw ApiError.of(400, "* GenerateContentRequest.contents: contents is not specified");
    }
    check(contents, call.model());
    Json config = body.at("generationConfig");
    Json thinking = config.at("thinkingConfig");
    boolean thinks =
        thinking.at("includeThoughts").isTrue() && thinking.at("thinkingBudget").numberOr(1) != 0;
    return new Question(
        call.model(),
        turn(contents.getLast()),
        tools(body),
        schema(config),
        new Question.Limits(config.at("maxOutputTokens").numberOr(Long.MAX_VALUE), stops(config)),
        new Question.Size(tokens(body), 0, thinks));
  }

  private static List<String> stops(Json config) {
    var all = new ArrayList<String>();
    config.at("stopSequences").items().forEach(stop -> all.add(stop.textOr("")));
    return all;
  }

  private static Optional<Json> schema(Json config) {
    Json schema = config.at("responseJsonSchema");
    return Optional.of(schema.isObject() ? schema : config.at("responseSchema"))
        .filter(Json::isObject);
  }

  static long tokens(Json body) {
    return Tokens.ofChars(
        body.at("contents").characters()
            + body.at("systemInstruction").characters()
            + body.at("tools").characters());
  }

  /** What one content says. */
  static Turn turn(Json content) {
    var texts = new ArrayList<String>();
    var results = new ArrayList<String>();
    int images = 0;
    for (Json part : content.at("parts").items()) {
      Json result = part.at("functionResponse");
      if (part.at("text").text().isPresent() && !part.at("thought").isTrue()) {
        texts.add(part.at("text").textOr(""));
      } else if (result.isObject()) {
        Json response = result.at("response");
        results.add(response.at("output").text().orElseGet(() -> Json.string(response)));
      } else if (part.at("inlineData").isObject() || part.at("fileData").isObject()) {
        images++;
      }
    }
    return new Turn(String.join("\n", texts), results, images);
  }

  private static Question.Tools tools(Json body) {
    var offered = new ArrayList<Question.Tool>();
    for (Json tool : body.at("tools").items()) {
      for (Json function : tool.at("functionDeclarations").items()) {
        Json schema = function.at("parametersJsonSchema");
        offered.add(
            new Question.Tool(
                function.at("name").textOr(""),
                schema.isObject() ? schema : function.at("parameters")));
      }
    }
    Json calling = body.at("toolConfig").at("functionCallingConfig");
    Question.Choice how =
        switch (calling.at("mode").textOr("AUTO")) {
          case "NONE" -> Question.Choice.NONE;
          case "ANY" -> Question.Choice.ANY;
          default -> Question.Choice.AUTO;
        };
    List<Json> names = calling.at("allowedFunctionNames").items();
    Optional<String> named = names.size() == 1 ? names.getFirst().text() : Optional.empty();
    return new Question.Tools(offered, how, named, true);
  }

  private static void check(List<Json> contents, String model) throws ApiError {
    int calls = 0;
    int index = 0;
    for (Json content : contents) {
      String role = content.at("role").textOr("user");
      if (!role.equals("user") && !role.equals("model")) {
        throw ApiError.of(400, "Please use a valid role: user, model.");
      }
      if (content.at("parts").items().isEmpty()) {
        throw ApiError.of(
            400,
            "* GenerateContentRequest.contents[%d].parts: contents.parts must not be empty."
                .formatted(index));
      }
      int results = count(content, "functionResponse");
      if (calls > 0 && results != calls) {
        throw ApiError.of(
            400,
            "Please ensure that the number of function response parts is equal to the number of"
                + " function call parts of the function call turn.");
      }
      calls = count(content, "functionCall");
      signatures(content, model, index++);
    }
  }

  private static int count(Json content, String kind) {
    int count = 0;
    for (Json part : content.at("parts").items()) {
      count += part.at(kind).isObject() ? 1 : 0;
    }
    return count;
  }

  /** Newer models want the signature of a turn's first call back; none takes another one. */
  private static void signatures(Json content, String model, int index) throws ApiError {
    boolean first = true;
    for (Json part : content.at("parts").items()) {
      String given = part.at("thoughtSignature").textOr("");
      boolean call = part.at("functionCall").isObject();
      if (!given.isEmpty() && !given.equals(signature(part))) {
        throw ApiError.of(400, "Corrupted thought signature.");
      }
      if (call && first && given.isEmpty() && signing(model)) {
        throw ApiError.of(
            400,
            "Function call is missing a thought_signature in functionCall parts. Function call `%s`,"
                    .formatted(part.at("functionCall").at("name").textOr(""))
                + " position %d.".formatted(index));
      }
      first &= !call;
    }
  }

  private static boolean signing(String model) {
    return model.startsWith("gemini-" + FIRST_SIGNING);
  }

  /** The signature over a part: of its call's name, else of its text. */
  static String signature(Json part) {
    Json call = part.at("functionCall");
    return signature(call.isObject() ? call.at("name").textOr("") : part.at("text").textOr(""));
  }

  static String signature(String content) {
    return Signature.of("part\n" + content).substring(2);
  }
}
