package io.sluice.cli;

import java.net.URI;

/** Lines for a shell that ask one question. */
final class Curl {
  private static final String QUESTION = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";

  private Curl() {}

  /** One chat completion; {@code key} is shell text for the credential, empty for none. */
  static String chat(URI server, String model, String key) {
    return "curl -s %s/v1/chat/completions%s -H 'content-type: application/json' -d '{\"model\":\"%s\",%s}'"
        .formatted(server, bearer(key), model, QUESTION);
  }

  /** One message in Anthropic's format. */
  static String messages(URI server, String key) {
    return ("curl -s %s/v1/messages%s -H 'anthropic-version: 2023-06-01' -H 'content-type:"
            + " application/json' -d '{\"model\":\"claude-sim\",\"max_tokens\":100,%s}'")
        .formatted(server, bearer(key), QUESTION);
  }

  /** One answer in Gemini's format. */
  static String content(URI server) {
    return ("curl -s %s/v1beta/models/gemini-sim:generateContent -H 'content-type:"
            + " application/json' -d '{\"contents\":[{\"parts\":[{\"text\":\"Hello\"}]}]}'")
        .formatted(server);
  }

  /** One question to a format whose body is a model and messages. */
  static String at(URI server, String path, String model) {
    return "curl -s %s%s -H 'content-type: application/json' -d '{\"model\":\"%s\",%s}'"
        .formatted(server, path, model, QUESTION);
  }

  /** One conversation in Bedrock's format. */
  static String converse(URI server, String model, String key) {
    return ("curl -s %s/model/%s/converse%s -H 'content-type: application/json' -d"
            + " '{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hello\"}]}]}'")
        .formatted(server, model, bearer(key));
  }

  private static String bearer(String key) {
    return key.isEmpty() ? "" : " -H \"Authorization: Bearer " + key + "\"";
  }
}
