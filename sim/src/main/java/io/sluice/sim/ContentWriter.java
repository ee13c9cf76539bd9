package io.sluice.sim;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes generated content, whole and as a stream.
 *
 * <p>Source: Gemini API reference, v1beta, GenerateContentResponse.
 */
final class ContentWriter {
  private final Visit visit;
  private final Reply reply;
  private final Usage usage;
  private final String id;
  private final List<String> callIds = new ArrayList<>();

  ContentWriter(Visit visit, Reply reply) {
    this.visit = visit;
    this.reply = reply;
    this.usage = reply.usage().reported(visit.faults());
    Ids ids = visit.ids();
    this.id = ids.next("", 22);
    reply.calls().forEach(call -> callIds.add(ids.next("", 8).toLowerCase(Locale.ROOT)));
  }

  private boolean refused() {
    return reply.ending() == Reply.Ending.REFUSAL;
  }

  Map<String, @Nullable Object> whole() {
    if (refused()) {
      var blocked = Json.object("promptFeedback", Json.object("blockReason", "SAFETY"));
      return closed(blocked);
    }
    var parts = new ArrayList<@Nullable Object>();
    reply
        .thought()
        .filter(thought -> !thought.redacted())
        .ifPresent(t -> parts.add(thought(t.text())));
    if (!reply.text().isEmpty() || reply.calls().isEmpty()) {
      parts.add(text(reply.text(), reply.calls().isEmpty() ? reply.text() : ""));
    }
    for (int i = 0; i < reply.calls().size(); i++) {
      parts.add(call(i));
    }
    return piece(parts, finish());
  }

  private static Map<String, @Nullable Object> thought(String text) {
    return Json.object("text", text, "thought", true);
  }

  /**
   * A text part; {@code signed}: over what the last part of an answer that was thought of signs.
   */
  private Map<String, @Nullable Object> text(String text, String signed) {
    var part = Json.object("text", text);
    if (reply.thought().isPresent() && !signed.isEmpty() && text.equals(signed)) {
      part.put("thoughtSignature", ContentRequest.signature(text));
    }
    return part;
  }

  private Map<String, @Nullable Object> call(int index) {
    Reply.ToolCall call = reply.calls().get(index);
    Object args =
        Json.parse(call.arguments())
            .filter(Json::isObject)
            .map(json -> (Object) json)
            .orElseGet(Json::object);
    var part =
        Json.object(
            "functionCall",
            Json.object("name", call.name(), "args", args, "id", callIds.get(index)));
    if (index == 0 && reply.thought().isPresent()) {
      part.put("thoughtSignature", ContentRequest.signature(call.name()));
    }
    return part;
  }

  private String finish() {
    return reply.ending() == Reply.Ending.LENGTH ? "MAX_TOKENS" : "STOP";
  }

  private Map<String, @Nullable Object> piece(List<@Nullable Object> parts, String finish) {
    var candidate = Json.object("content", Json.object("parts", parts, "role", "model"));
    if (!finish.isEmpty()) {
      candidate.put("finishReason", finish);
    }
    candidate.put("index", 0);
    return closed(Json.object("candidates", List.of(candidate)));
  }

  private Map<String, @Nullable Object> closed(Map<String, @Nullable Object> answer) {
    if (!visit.faults().has(Fault.UsageMode.MISSING)) {
      boolean twice = visit.faults().has(Fault.UsageMode.DOUBLE);
      answer.put("usageMetadata", counts(twice ? usage.doubled() : usage));
    }
    answer.put("modelVersion", visit.served());
    answer.put("responseId", id);
    return answer;
  }

  private static Map<String, @Nullable Object> counts(Usage usage) {
    var counts =
        Json.object(
            "promptTokenCount",
            usage.prompt(),
            "candidatesTokenCount",
            usage.output() - usage.reasoning(),
            "totalTokenCount",
            usage.prompt() + usage.output());
    if (usage.cacheRead() > 0) {
      counts.put("cachedContentTokenCount", usage.cacheRead());
    }
    if (usage.reasoning() > 0) {
      counts.put("thoughtsTokenCount", usage.reasoning());
    }
    return counts;
  }

  /** The pieces, made one by one as they are asked for. */
  Iterator<StreamEvent> stream() {
    if (refused()) {
      return new InTurn(List.of(Stream.of(event(whole(), 0))));
    }
    var parts = new ArrayList<Stream<StreamEvent>>();
    reply
        .thought()
        .filter(thought -> !thought.redacted())
        .ifPresent(thought -> parts.add(pieces(thought.text()).map(t -> said(thought(t)))));
    parts.add(pieces(reply.text()).map(text -> said(text(text, ""))));
    for (int i = 0; i < reply.calls().size(); i++) {
      int index = i;
      parts.add(Stream.of(index).map(number -> said(call(number))));
    }
    parts.add(Stream.of(true).map(last -> event(piece(List.of(end()), finish()), 0)));
    return new InTurn(parts);
  }

  /** The empty text that the last piece brings, signed where nothing was called. */
  private Map<String, @Nullable Object> end() {
    var part = Json.object("text", "");
    if (reply.thought().isPresent() && reply.calls().isEmpty()) {
      part.put("thoughtSignature", ContentRequest.signature(""));
    }
    return part;
  }

  private StreamEvent said(Map<String, @Nullable Object> part) {
    var parts = new ArrayList<@Nullable Object>();
    parts.add(part);
    return event(piece(parts, ""), visit.pacing().tokensPerEvent());
  }

  private Stream<String> pieces(String text) {
    return Tokens.grouped(Tokens.split(text), visit.pacing().tokensPerEvent()).stream();
  }

  private static StreamEvent event(Map<String, @Nullable Object> answer, int tokens) {
    return new StreamEvent("", Json.string(answer), tokens);
  }
}
