package io.sluice.wire.bedrock;

import io.sluice.json.Json;
import io.sluice.model.Event;
import io.sluice.model.Finish;
import io.sluice.model.Span;
import io.sluice.model.Usage;
import java.util.List;

/** What whole and streamed answers say in the same words. */
final class Said {
  private static final int NOWHERE = -1;

  private Said() {}

  static Event.Finished finished(String reason) {
    Finish finish =
        switch (reason) {
          case "end_turn" -> Finish.STOP;
          case "stop_sequence" -> Finish.STOP_SEQUENCE;
          case "max_tokens", "model_context_window_exceeded" -> Finish.LENGTH;
          case "tool_use" -> Finish.TOOL_CALLS;
          case "guardrail_intervened", "content_filtered" -> Finish.CONTENT_FILTER;
          default -> Finish.OTHER;
        };
    return new Event.Finished(0, finish, "");
  }

  /** Input leaves out what was read from or written to a cache, as in the hub. */
  static void used(Json usage, List<Event> events) {
    if (usage.isObject()) {
      events.add(
          new Event.Used(
              new Usage(
                  amount(usage, "inputTokens"),
                  amount(usage, "outputTokens"),
                  amount(usage, "cacheReadInputTokens"),
                  amount(usage, "cacheWriteInputTokens"),
                  0,
                  Usage.Served.USUAL)));
    }
  }

  /** What other formats have no word for: a guardrail's findings, fields of one model alone. */
  static void further(Json root, List<Event> events) {
    for (String name : List.of("trace", "additionalModelResponseFields")) {
      Json value = root.at(name);
      if (!value.absent()) {
        events.add(new Event.Unknown(name, value.raw()));
      }
    }
  }

  static int index(Json json) {
    return Math.clamp(json.integer("contentBlockIndex", 0), 0, Integer.MAX_VALUE);
  }

  private static long amount(Json object, String name) {
    return Math.clamp(object.integer(name, 0), 0, Integer.MAX_VALUE);
  }

  /** Where a string of a text stands in the bytes that the text begins in at {@code shift}. */
  static Span moved(Json string, int shift) {
    return shift == NOWHERE || !string.isString()
        ? Span.NONE
        : new Span(string.inside().start() + shift, string.inside().end() + shift);
  }
}
