package io.sluice.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes a model's answer on the wire, in the two formats, streamed or whole.
 *
 * @param usage -1: nothing is said of it; else what is added to the truth
 */
record Spoken(Spoken.Voice voice, String text, boolean tool, long input, long usage) {
  private static final int CHARS_PER_TOKEN = 4;

  /** Who speaks, and how. */
  record Voice(boolean anthropic, boolean stream, String id, String model) {}

  /** A piece of the wire, after which the model had said so many tokens. */
  record Piece(String text, long tokens) {}

  /** Tokens of the whole answer. */
  long output() {
    return tokens(text.length()) + (tool ? 8 : 0);
  }

  private static long tokens(int chars) {
    return ((long) chars + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
  }

  List<Piece> pieces(SplittableRandom random) {
    if (!voice.stream()) {
      return List.of(new Piece(voice.anthropic() ? message() : completion(), output()));
    }
    var all = new ArrayList<Piece>();
    if (voice.anthropic()) {
      events(all, random);
    } else {
      chunks(all, random);
    }
    return all;
  }

  private String completion() {
    String calls =
        tool
            ? ",\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"look_up\",\"arguments\":\"{\\\"word\\\":\\\"sluice\\\"}\"}}]"
            : "";
    return "{\"id\":\"%s\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"%s\","
            .formatted(voice.id(), voice.model())
        + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
        + text
        + "\""
        + calls
        + "},\"finish_reason\":\""
        + (tool ? "tool_calls" : "stop")
        + "\"}]"
        + (usage < 0 ? "" : ",\"usage\":" + openAiUsage())
        + "}";
  }

  private String openAiUsage() {
    return "{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}"
        .formatted(input, output() + usage, input + output() + usage);
  }

  private String message() {
    String use =
        tool
            ? ",{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"look_up\","
                + "\"input\":{\"word\":\"sluice\"}}"
            : "";
    return "{\"id\":\"%s\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"%s\","
            .formatted(voice.id(), voice.model())
        + "\"content\":[{\"type\":\"text\",\"text\":\""
        + text
        + "\"}"
        + use
        + "],\"stop_reason\":\""
        + (tool ? "tool_use" : "end_turn")
        + "\""
        + (usage < 0
            ? ""
            : ",\"usage\":{\"input_tokens\":%d,\"output_tokens\":%d}"
                .formatted(input, output() + usage))
        + "}";
  }

  private List<String> cut(SplittableRandom random) {
    var all = new ArrayList<String>();
    for (int at = 0; at < text.length(); ) {
      int end = Math.min(text.length(), at + 1 + random.nextInt(30));
      all.add(text.substring(at, end));
      at = end;
    }
    return all;
  }

  private void chunks(List<Piece> all, SplittableRandom random) {
    all.add(new Piece(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"), 0));
    int said = 0;
    for (String part : cut(random)) {
      said += part.length();
      all.add(new Piece(chunk("{\"content\":\"" + part + "\"}", "null"), tokens(said)));
    }
    if (tool) {
      String call =
          "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":"
              + "{\"name\":\"look_up\",\"arguments\":\"{\\\"word\\\":\\\"sluice\\\"}\"}}]}";
      all.add(new Piece(chunk(call, "null"), output()));
    }
    all.add(new Piece(chunk("{}", tool ? "\"tool_calls\"" : "\"stop\""), output()));
    if (usage >= 0) {
      all.add(
          new Piece(
              "data: {\"id\":\"%s\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                      .formatted(voice.id())
                  + "\"model\":\"%s\",\"choices\":[],\"usage\":%s}\n\n"
                      .formatted(voice.model(), openAiUsage()),
              output()));
    }
    all.add(new Piece("data: [DONE]\n\n", output()));
  }

  private String chunk(String delta, String finish) {
    return "data: {\"id\":\"%s\",\"object\":\"chat.completion.chunk\",\"created\":1,"
            .formatted(voice.id())
        + "\"model\":\"%s\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n"
            .formatted(voice.model(), delta, finish);
  }

  private void events(List<Piece> all, SplittableRandom random) {
    String used =
        usage < 0 ? "" : ",\"usage\":{\"input_tokens\":%d,\"output_tokens\":1}".formatted(input);
    all.add(
        event(
            "message_start",
            "\"message\":{\"id\":\"%s\",\"type\":\"message\",\"role\":\"assistant\","
                    .formatted(voice.id())
                + "\"model\":\"%s\",\"content\":[],\"stop_reason\":null%s}"
                    .formatted(voice.model(), used),
            0));
    all.add(
        event(
            "content_block_start",
            "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}",
            0));
    int said = 0;
    for (String part : cut(random)) {
      said += part.length();
      String delta = "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + part + "\"}";
      all.add(event("content_block_delta", delta, tokens(said)));
    }
    all.add(event("content_block_stop", "\"index\":0", tokens(said)));
    if (tool) {
      toolUse(all);
    }
    String stop = "\"delta\":{\"stop_reason\":\"" + (tool ? "tool_use" : "end_turn") + "\"}";
    String total = usage < 0 ? "" : ",\"usage\":{\"output_tokens\":" + (output() + usage) + "}";
    all.add(event("message_delta", stop + total, output()));
    all.add(event("message_stop", "", output()));
  }

  private void toolUse(List<Piece> all) {
    all.add(
        event(
            "content_block_start",
            "\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_1\","
                + "\"name\":\"look_up\",\"input\":{}}",
            output()));
    all.add(
        event(
            "content_block_delta",
            "\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":"
                + "\"{\\\"word\\\":\\\"sluice\\\"}\"}",
            output()));
    all.add(event("content_block_stop", "\"index\":1", output()));
  }

  private static Piece event(String type, String rest, long tokens) {
    String members = rest.isEmpty() ? "" : "," + rest;
    return new Piece(
        "event: %s\ndata: {\"type\":\"%s\"%s}\n\n".formatted(type, type, members), tokens);
  }
}
