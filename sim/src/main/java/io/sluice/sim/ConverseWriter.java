package io.sluice.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes answers of Bedrock, whole and as a stream of events, each padded so that its length tells
 * nothing.
 *
 * <p>Source: Amazon Bedrock Runtime API reference, Converse and ConverseStream.
 */
final class ConverseWriter {
  private static final int FRAGMENT_CHARACTERS = 7;
  private static final int LATENCY_MILLIS = 321;
  private static final String PADDING =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private final Visit visit;
  private final Reply reply;
  private final Usage usage;
  private final List<String> callIds = new ArrayList<>();

  ConverseWriter(Visit visit, Reply reply) {
    this.visit = visit;
    this.reply = reply;
    this.usage = reply.usage().reported(visit.faults());
    Ids ids = visit.ids();
    reply.calls().forEach(call -> callIds.add(ids.next("tooluse_", 22)));
  }

  Map<String, @Nullable Object> whole() {
    var content = new ArrayList<@Nullable Object>();
    reply
        .thought()
        .ifPresent(thought -> content.add(Json.object("reasoningContent", reasoning(thought))));
    if (hasText()) {
      content.add(Json.object("text", reply.text()));
    }
    for (int i = 0; i < reply.calls().size(); i++) {
      var call = call(i);
      call.put("input", input(reply.calls().get(i).arguments()));
      content.add(Json.object("toolUse", call));
    }
    var message = Json.object("content", content, "role", "assistant");
    var answer =
        Json.object(
            "metrics",
            Json.object("latencyMs", LATENCY_MILLIS),
            "output",
            Json.object("message", message),
            "stopReason",
            stopReason());
    if (!visit.faults().has(Fault.UsageMode.MISSING)) {
      boolean twice = visit.faults().has(Fault.UsageMode.DOUBLE);
      answer.put("usage", counts(twice ? usage.doubled() : usage));
    }
    return answer;
  }

  private boolean hasText() {
    return !reply.text().isEmpty() || reply.calls().isEmpty();
  }

  private static Map<String, @Nullable Object> reasoning(Reply.Thinking thought) {
    String signature = Signature.of(thought.text());
    return thought.redacted()
        ? Json.object("redactedContent", sealed(signature))
        : Json.object("reasoningText", Json.object("text", thought.text(), "signature", signature));
  }

  private static String sealed(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, @Nullable Object> call(int index) {
    String name = reply.calls().get(index).name();
    return Json.object("name", name, "toolUseId", callIds.get(index));
  }

  /** Arguments that are not an object are given as an empty one. */
  private static Object input(String arguments) {
    return Json.parse(arguments)
        .filter(Json::isObject)
        .map(json -> (Object) json)
        .orElseGet(Json::object);
  }

  private String stopReason() {
    return switch (reply.ending()) {
      case STOP -> "end_turn";
      case LENGTH -> "max_tokens";
      case STOP_SEQUENCE -> "stop_sequence";
      case TOOL_CALLS -> "tool_use";
      case REFUSAL -> "content_filtered";
    };
  }

  private static Map<String, @Nullable Object> counts(Usage counts) {
    long fresh = Math.max(0, counts.prompt() - counts.cacheRead() - counts.cacheWritten());
    return Json.object(
        "cacheReadInputTokens",
        counts.cacheRead(),
        "cacheWriteInputTokens",
        counts.cacheWritten(),
        "inputTokens",
        fresh,
        "outputTokens",
        counts.output(),
        "serverToolUsage",
        Json.object(),
        "totalTokens",
        fresh + counts.cacheRead() + counts.cacheWritten() + counts.output());
  }

  /** The events, made one by one as they are asked for. */
  Iterator<StreamEvent> stream() {
    var parts = new ArrayList<Stream<StreamEvent>>();
    parts.add(Stream.of(event("messageStart", Json.object("role", "assistant"), 0)));
    int index = 0;
    if (reply.thought().isPresent()) {
      parts.addAll(thinking(index++, reply.thought().get()));
    }
    if (hasText()) {
      int at = index++;
      parts.add(pieces(reply.text()).map(piece -> delta(at, Json.object("text", piece), piece)));
      parts.add(closed(at));
    }
    for (int i = 0; i < reply.calls().size(); i++) {
      parts.addAll(call(index++, i));
    }
    parts.add(end());
    return new InTurn(parts);
  }

  private List<Stream<StreamEvent>> thinking(int index, Reply.Thinking thought) {
    String proof = Signature.of(thought.text());
    if (thought.redacted()) {
      return List.of(Stream.of(thinking(index, "redactedContent", sealed(proof))), closed(index));
    }
    return List.of(
        pieces(thought.text()).map(piece -> thinking(index, "text", piece)),
        Stream.of(thinking(index, "signature", proof)),
        closed(index));
  }

  private StreamEvent thinking(int index, String member, String value) {
    var inner = Json.object(member, value);
    return delta(index, Json.object("reasoningContent", inner), value);
  }

  private List<Stream<StreamEvent>> call(int index, int number) {
    String arguments = reply.calls().get(number).arguments();
    var start = Json.object("toolUse", call(number));
    var opened =
        event("contentBlockStart", Json.object("contentBlockIndex", index, "start", start), 0);
    Stream<StreamEvent> deltas =
        Fragments.of(arguments, FRAGMENT_CHARACTERS).stream()
            .map(part -> delta(index, Json.object("toolUse", Json.object("input", part)), part));
    return List.of(Stream.of(opened), deltas, closed(index));
  }

  private Stream<String> pieces(String text) {
    return Tokens.grouped(Tokens.split(text), visit.pacing().tokensPerEvent()).stream();
  }

  private StreamEvent delta(int index, Map<String, @Nullable Object> delta, String said) {
    int tokens = said.isEmpty() ? 0 : visit.pacing().tokensPerEvent();
    return event(
        "contentBlockDelta", Json.object("contentBlockIndex", index, "delta", delta), tokens);
  }

  private static Stream<StreamEvent> closed(int index) {
    return Stream.of(event("contentBlockStop", Json.object("contentBlockIndex", index), 0));
  }

  private Stream<StreamEvent> end() {
    StreamEvent stop = event("messageStop", Json.object("stopReason", stopReason()), 0);
    var fields = Json.object("metrics", Json.object("latencyMs", LATENCY_MILLIS));
    if (!visit.faults().has(Fault.UsageMode.MISSING)) {
      fields.put("usage", counts(usage));
    }
    StreamEvent last = event("metadata", fields, 0);
    return visit.faults().has(Fault.UsageMode.DOUBLE)
        ? Stream.of(stop, last, last)
        : Stream.of(stop, last);
  }

  private static StreamEvent event(String type, Map<String, @Nullable Object> fields, int tokens) {
    int length = 1 + fields.toString().length() % PADDING.length();
    fields.put("p", PADDING.substring(0, length));
    return new StreamEvent(type, Json.string(fields), tokens);
  }
}
