package io.sluice.sim;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes chat completions, whole and as a stream of chunks.
 *
 * <p>Source: OpenAI API reference, Chat Completions and its streaming events; vLLM and Ollama for
 * {@link Dialect#COMPATIBLE}.
 */
final class ChatWriter {
  private static final int FRAGMENT_CHARACTERS = 5;

  private final Dialect dialect;
  private final Visit visit;
  private final Reply reply;
  private final Usage usage;
  private final String id;
  private final List<String> callIds = new ArrayList<>();
  private final long created = System.currentTimeMillis() / 1_000;
  private final boolean usageAsked;

  ChatWriter(Dialect dialect, Visit visit, Reply reply) {
    this.dialect = dialect;
    this.visit = visit;
    this.reply = reply;
    this.usage = reply.usage().reported(visit.faults());
    Ids ids = visit.ids();
    boolean real = dialect == Dialect.OPENAI;
    this.id = real ? ids.next("chatcmpl-", 29) : ids.hex("chatcmpl-", 32);
    for (int i = 0; i < reply.calls().size(); i++) {
      boolean named = i == 0 || !quirk(Fault.Quirk.ONE_TOOL_ID);
      callIds.add(!named ? "" : real ? ids.next("call_", 24) : ids.hex("chatcmpl-tool-", 32));
    }
    this.usageAsked = visit.call().json().at("stream_options").at("include_usage").isTrue();
  }

  private boolean quirk(Fault.Quirk quirk) {
    return visit.faults().has(quirk);
  }

  private boolean missingUsage() {
    return visit.faults().has(Fault.UsageMode.MISSING);
  }

  private Map<String, @Nullable Object> envelope(String object) {
    var envelope =
        Json.object("id", id, "object", object, "created", created, "model", visit.served());
    if (dialect == Dialect.OPENAI) {
      envelope.put("service_tier", "default");
      envelope.put(
          "system_fingerprint",
          visit
              .faults()
              .find(Fault.Fingerprint.class)
              .map(Fault.Fingerprint::value)
              .orElse("fp_51ce0a7e57"));
    }
    return envelope;
  }

  Map<String, @Nullable Object> whole() {
    boolean refused = reply.ending() == Reply.Ending.REFUSAL;
    var message =
        Json.object("role", "assistant", "content", refused || silent() ? null : reply.text());
    if (dialect == Dialect.OPENAI) {
      message.put("refusal", refused ? reply.text() : null);
      message.put("annotations", List.of());
    }
    if (thinks()) {
      message.put("reasoning_content", thinking());
    }
    if (!reply.calls().isEmpty()) {
      var calls = new ArrayList<@Nullable Object>();
      for (int i = 0; i < reply.calls().size(); i++) {
        calls.add(call(i, reply.calls().get(i).arguments()));
      }
      message.put("tool_calls", calls);
    } else if (dialect == Dialect.COMPATIBLE) {
      message.put("tool_calls", List.of());
    }
    var choice =
        Json.object("index", 0, "message", message, "logprobs", null, "finish_reason", finish());
    if (dialect == Dialect.COMPATIBLE) {
      choice.put("stop_reason", reply.stop().orElse(null));
    }
    var body = envelope("chat.completion");
    body.put("choices", List.of(choice));
    if (!missingUsage()) {
      boolean twice = visit.faults().has(Fault.UsageMode.DOUBLE);
      body.put("usage", usage(twice ? usage.doubled() : usage));
    }
    return body;
  }

  /** Whether there is no text, as beside tool calls. */
  private boolean silent() {
    return reply.text().isEmpty() && !reply.calls().isEmpty();
  }

  private boolean thinks() {
    return quirk(Fault.Quirk.REASONING)
        || (dialect == Dialect.COMPATIBLE && reply.thought().isPresent());
  }

  private String thinking() {
    return reply.thought().map(Reply.Thinking::text).orElse("I was told to think, so I think.");
  }

  private Map<String, @Nullable Object> call(int index, String arguments) {
    var call = new LinkedHashMap<String, @Nullable Object>();
    if (!callIds.get(index).isEmpty()) {
      call.put("id", callIds.get(index));
    }
    call.put("type", "function");
    call.put(
        "function", Json.object("name", reply.calls().get(index).name(), "arguments", arguments));
    return call;
  }

  private String finish() {
    return switch (reply.ending()) {
      case STOP, STOP_SEQUENCE -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_calls";
      case REFUSAL -> dialect == Dialect.OPENAI ? "stop" : "content_filter";
    };
  }

  private Map<String, @Nullable Object> usage(Usage reported) {
    boolean wrong = visit.faults().has(Fault.UsageMode.WRONG);
    var tree =
        Json.object(
            "prompt_tokens",
            reported.prompt(),
            "completion_tokens",
            reported.output(),
            "total_tokens",
            wrong ? 7 : reported.prompt() + reported.output());
    if (dialect == Dialect.OPENAI || reported.cacheRead() > 0) {
      tree.put(
          "prompt_tokens_details",
          Json.object("cached_tokens", reported.cacheRead(), "audio_tokens", 0));
    }
    if (dialect == Dialect.OPENAI) {
      tree.put(
          "completion_tokens_details",
          Json.object(
              "reasoning_tokens",
              reported.reasoning(),
              "audio_tokens",
              0,
              "accepted_prediction_tokens",
              0,
              "rejected_prediction_tokens",
              0));
    }
    return tree;
  }

  /** The chunks, made one by one as they are asked for. */
  Iterator<StreamEvent> stream() {
    boolean refusal = dialect == Dialect.OPENAI && reply.ending() == Reply.Ending.REFUSAL;
    return new InTurn(
        List.of(
            Stream.of(opening()),
            thinks() ? contents("reasoning_content", thinking()) : Stream.of(),
            contents(refusal ? "refusal" : "content", reply.text()),
            calls(),
            closing()));
  }

  private StreamEvent opening() {
    var delta = Json.object("role", "assistant", "content", silent() ? null : "");
    if (dialect == Dialect.OPENAI) {
      delta.put("refusal", null);
    }
    return chunk(delta, null, 0);
  }

  /** Content chunks of one field: alike but for the text, so the rest is written once. */
  private Stream<StreamEvent> contents(String field, String text) {
    String pattern = chunk(Json.object(field, ""), null, 0).data();
    int place = pattern.lastIndexOf(Json.quoted(field) + ":\"\"") + field.length() + 3;
    String before = pattern.substring(0, place);
    String after = pattern.substring(place + 2);
    int tokens = visit.pacing().tokensPerEvent();
    return Tokens.grouped(Tokens.split(text), tokens).stream()
        .map(piece -> new StreamEvent("", before + Json.quoted(piece) + after, tokens));
  }

  /** OpenAI's calls advance in turn, so that their fragments interleave; others come in order. */
  private Stream<StreamEvent> calls() {
    var events = new ArrayList<StreamEvent>();
    var fragments = new ArrayList<List<String>>();
    int longest = 0;
    for (int i = 0; i < reply.calls().size(); i++) {
      String arguments = reply.calls().get(i).arguments();
      boolean whole = quirk(Fault.Quirk.WHOLE_TOOL_CALL);
      List<String> parts = whole ? List.of() : Fragments.of(arguments, FRAGMENT_CHARACTERS);
      var first = new LinkedHashMap<String, @Nullable Object>();
      first.put("index", i);
      first.putAll(call(i, whole ? arguments : ""));
      events.add(callChunk(first));
      fragments.add(parts);
      longest = Math.max(longest, parts.size());
      if (dialect == Dialect.COMPATIBLE) {
        for (String part : parts) {
          events.add(fragment(i, part));
        }
      }
    }
    for (int turn = 0; turn < longest && dialect == Dialect.OPENAI; turn++) {
      for (int i = 0; i < fragments.size(); i++) {
        if (turn < fragments.get(i).size()) {
          events.add(fragment(i, fragments.get(i).get(turn)));
        }
      }
    }
    return events.stream();
  }

  private StreamEvent fragment(int index, String part) {
    return callChunk(Json.object("index", index, "function", Json.object("arguments", part)));
  }

  private StreamEvent callChunk(Map<String, @Nullable Object> call) {
    return chunk(Json.object("tool_calls", List.of(call)), null, 1);
  }

  private Stream<StreamEvent> closing() {
    var events = new ArrayList<StreamEvent>();
    events.add(chunk(Json.object(), finish(), 0));
    boolean separate = usageAsked && !missingUsage() && !quirk(Fault.Quirk.USAGE_ON_FINISH);
    if (separate) {
      var last = envelope("chat.completion.chunk");
      last.put("choices", List.of());
      last.put("usage", usage(usage));
      var event = new StreamEvent("", Json.string(last), 0);
      events.add(event);
      if (visit.faults().has(Fault.UsageMode.DOUBLE)) {
        events.add(event);
      }
    }
    if (!quirk(Fault.Quirk.NO_DONE)) {
      events.add(new StreamEvent("", "[DONE]", 0));
    }
    return events.stream();
  }

  private StreamEvent chunk(
      Map<String, @Nullable Object> delta, @Nullable String finish, int tokens) {
    var choice = Json.object("index", 0, "delta", delta, "logprobs", null, "finish_reason", finish);
    var tree = envelope("chat.completion.chunk");
    tree.put("choices", List.of(choice));
    if (finish != null && quirk(Fault.Quirk.USAGE_ON_FINISH) && !missingUsage()) {
      tree.put("usage", usage(usage));
    } else if (usageAsked && dialect == Dialect.OPENAI && !missingUsage()) {
      tree.put("usage", null);
    }
    return new StreamEvent("", Json.string(tree), tokens);
  }
}
