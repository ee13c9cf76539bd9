package io.sluice.sim;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages, whole and as a stream of events.
 *
 * <p>Source: Anthropic API reference, Messages and Streaming, anthropic-version 2023-06-01.
 */
final class MessagesWriter {
  private static final int FRAGMENT_CHARACTERS = 7;

  private final Visit visit;
  private final Reply reply;
  private final Usage usage;
  private final String id;
  private final List<String> callIds = new ArrayList<>();

  MessagesWriter(Visit visit, Reply reply) {
    this.visit = visit;
    this.reply = reply;
    this.usage = reply.usage().reported(visit.faults());
    Ids ids = visit.ids();
    this.id = ids.next("msg_01", 22);
    reply.calls().forEach(call -> callIds.add(ids.next("toolu_01", 22)));
  }

  private boolean refused() {
    return reply.ending() == Reply.Ending.REFUSAL;
  }

  private boolean missingUsage() {
    return visit.faults().has(Fault.UsageMode.MISSING);
  }

  Map<String, @Nullable Object> whole() {
    var content = new ArrayList<@Nullable Object>();
    reply.thought().ifPresent(thought -> content.add(thinkingBlock(thought)));
    if (hasText()) {
      content.add(Json.object("type", "text", "text", reply.text()));
    }
    for (int i = 0; i < reply.calls().size(); i++) {
      content.add(callBlock(i, input(reply.calls().get(i).arguments())));
    }
    var message = message(content);
    message.put("stop_reason", stopReason());
    message.put("stop_sequence", reply.stop().orElse(null));
    if (refused()) {
      message.put("stop_details", stopDetails());
    }
    if (!missingUsage()) {
      boolean twice = visit.faults().has(Fault.UsageMode.DOUBLE);
      message.put("usage", opening(twice ? usage.doubled() : usage, -1));
    }
    return message;
  }

  private boolean hasText() {
    return !refused() && (!reply.text().isEmpty() || reply.calls().isEmpty());
  }

  private Map<String, @Nullable Object> message(List<@Nullable Object> content) {
    return Json.object(
        "id",
        id,
        "type",
        "message",
        "role",
        "assistant",
        "model",
        visit.served(),
        "content",
        content,
        "stop_reason",
        null,
        "stop_sequence",
        null);
  }

  private static Map<String, @Nullable Object> thinkingBlock(Reply.Thinking thought) {
    String signature = Signature.of(thought.text());
    return thought.redacted()
        ? Json.object("type", "redacted_thinking", "data", signature)
        : Json.object("type", "thinking", "thinking", thought.text(), "signature", signature);
  }

  private Map<String, @Nullable Object> callBlock(int index, Object input) {
    String name = reply.calls().get(index).name();
    return Json.object("type", "tool_use", "id", callIds.get(index), "name", name, "input", input);
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
      case REFUSAL -> "refusal";
    };
  }

  private Map<String, @Nullable Object> stopDetails() {
    return Json.object("type", "refusal", "category", null, "explanation", reply.text());
  }

  /** All counts, as in a whole message and in the first event; output as given, if not negative. */
  private static Map<String, @Nullable Object> opening(Usage counts, long output) {
    var tree = counts(counts);
    tree.put(
        "cache_creation",
        Json.object(
            "ephemeral_5m_input_tokens", counts.cacheWritten(), "ephemeral_1h_input_tokens", 0));
    tree.put("output_tokens", output < 0 ? counts.output() : output);
    tree.put("service_tier", "standard");
    return tree;
  }

  private static Map<String, @Nullable Object> counts(Usage counts) {
    long fresh = Math.max(0, counts.prompt() - counts.cacheRead() - counts.cacheWritten());
    return Json.object(
        "input_tokens",
        fresh,
        "cache_creation_input_tokens",
        counts.cacheWritten(),
        "cache_read_input_tokens",
        counts.cacheRead());
  }

  /** The events, made one by one as they are asked for. */
  Iterator<StreamEvent> stream() {
    var parts = new ArrayList<Stream<StreamEvent>>();
    parts.add(Stream.of(start()));
    int index = 0;
    if (reply.thought().isPresent()) {
      parts.addAll(thinking(index++, reply.thought().get()));
    }
    if (hasText()) {
      parts.addAll(text(index++));
    }
    for (int i = 0; i < reply.calls().size(); i++) {
      parts.addAll(call(index++, i));
    }
    if (index == 0) {
      parts.add(Stream.of(ping()));
    }
    parts.add(end());
    return new InTurn(parts);
  }

  private StreamEvent start() {
    var message = message(List.of());
    if (!missingUsage()) {
      message.put("usage", opening(usage, Math.min(1, usage.output())));
    }
    return event("message_start", Json.object("message", message), 0);
  }

  private List<Stream<StreamEvent>> thinking(int index, Reply.Thinking thought) {
    if (thought.redacted()) {
      return List.of(opened(index, thinkingBlock(thought)), closed(index));
    }
    var empty = Json.object("type", "thinking", "thinking", "", "signature", "");
    Stream<StreamEvent> thoughts =
        pieces(thought.text()).map(piece -> delta(index, "thinking_delta", "thinking", piece));
    String proof = Signature.of(thought.text());
    Stream<StreamEvent> signature = Stream.of(delta(index, "signature_delta", "signature", proof));
    return List.of(opened(index, empty), thoughts, signature, closed(index));
  }

  private List<Stream<StreamEvent>> text(int index) {
    var empty = Json.object("type", "text", "text", "");
    Stream<StreamEvent> texts =
        pieces(reply.text()).map(piece -> delta(index, "text_delta", "text", piece));
    return List.of(opened(index, empty), texts, closed(index));
  }

  /** A call without arguments has one delta, and that is empty. */
  private List<Stream<StreamEvent>> call(int index, int number) {
    String arguments = reply.calls().get(number).arguments();
    boolean none = arguments.isEmpty() || arguments.equals("{}");
    var fragments = new ArrayList<>(List.of(""));
    fragments.addAll(none ? List.of() : Fragments.of(arguments, FRAGMENT_CHARACTERS));
    Stream<StreamEvent> deltas =
        fragments.stream().map(part -> delta(index, "input_json_delta", "partial_json", part));
    return List.of(opened(index, callBlock(number, Json.object())), deltas, closed(index));
  }

  private Stream<String> pieces(String text) {
    return Tokens.grouped(Tokens.split(text), visit.pacing().tokensPerEvent()).stream();
  }

  private Stream<StreamEvent> opened(int index, Object block) {
    StreamEvent start =
        event("content_block_start", Json.object("index", index, "content_block", block), 0);
    return index == 0 ? Stream.of(start, ping()) : Stream.of(start);
  }

  private static StreamEvent ping() {
    return new StreamEvent("ping", "{\"type\": \"ping\"}", 0);
  }

  private StreamEvent delta(int index, String type, String field, String value) {
    String data =
        "{\"type\":\"content_block_delta\",\"index\":"
            + index
            + ",\"delta\":{\"type\":\""
            + type
            + "\",\""
            + field
            + "\":";
    int tokens = value.isEmpty() ? 0 : visit.pacing().tokensPerEvent();
    return new StreamEvent("content_block_delta", data + Json.quoted(value) + "}}", tokens);
  }

  private static Stream<StreamEvent> closed(int index) {
    return Stream.of(event("content_block_stop", Json.object("index", index), 0));
  }

  private Stream<StreamEvent> end() {
    var delta =
        Json.object("stop_reason", stopReason(), "stop_sequence", reply.stop().orElse(null));
    if (refused()) {
      delta.put("stop_details", stopDetails());
    }
    var fields = Json.object("delta", delta);
    if (!missingUsage()) {
      var total = counts(usage);
      total.put("output_tokens", usage.output());
      fields.put("usage", total);
    }
    StreamEvent last = event("message_delta", fields, 0);
    StreamEvent stop = event("message_stop", Json.object(), 0);
    return visit.faults().has(Fault.UsageMode.DOUBLE)
        ? Stream.of(last, last, stop)
        : Stream.of(last, stop);
  }

  private static StreamEvent event(String type, Map<String, @Nullable Object> fields, int tokens) {
    var tree = Json.object("type", type);
    tree.putAll(fields);
    return new StreamEvent(type, Json.string(tree), tokens);
  }
}
