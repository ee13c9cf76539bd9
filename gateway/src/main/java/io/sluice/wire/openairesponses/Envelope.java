package io.sluice.wire.openairesponses;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Loss;
import io.sluice.model.Usage;
import io.sluice.wire.Answering;
import io.sluice.wire.Fields;
import io.sluice.wire.Kept;
import io.sluice.wire.StopNote;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The response object around the output: who answers, what the request said, what was used, why it
 * ended. A provider's own object is repeated where there is one.
 */
final class Envelope {
  private static final int MILLIS_DIGITS = 12;

  /** What a member of the answer says where the request left it out. */
  private static final Map<String, String> UNSAID =
      Map.ofEntries(
          Map.entry("background", "false"),
          Map.entry("metadata", "{}"),
          Map.entry("parallel_tool_calls", "true"),
          Map.entry("reasoning", "{\"effort\":null,\"summary\":null}"),
          Map.entry("service_tier", "\"default\""),
          Map.entry("store", "true"),
          Map.entry("temperature", "1"),
          Map.entry("text", "{\"format\":{\"type\":\"text\"}}"),
          Map.entry("tool_choice", "\"auto\""),
          Map.entry("tools", "[]"),
          Map.entry("top_logprobs", "0"),
          Map.entry("top_p", "1"),
          Map.entry("truncation", "\"disabled\""));

  private final Answering answering;
  private final List<Loss> losses = new ArrayList<>(0);
  private String model;
  private long created;
  private Usage usage = Usage.NONE;
  private Finish finish = Finish.STOP;
  private Json own = Json.nothing();
  private @Nullable Json asked;

  Envelope(Answering answering) {
    this.answering = answering;
    this.model = answering.model();
    this.created = seconds(answering.exchange());
  }

  /** When the exchange began, from its id: the one moment known here. */
  private static long seconds(ExchangeId exchange) {
    String hex = exchange.value().replace("-", "");
    try {
      return Long.parseLong(hex, 0, Math.min(MILLIS_DIGITS, hex.length()), 16) / 1_000;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Remembers what an event says of the answer as a whole. */
  void note(Event event) {
    switch (event) {
      case Event.Started(var _, String served, long when) -> {
        model = served.isEmpty() ? model : served;
        created = when == 0 ? created : when;
      }
      case Event.Used(Usage more) -> usage = usage.max(more);
      case Event.Finished(int choice, Finish how, var _) -> finish = choice == 0 ? how : finish;
      default -> {}
    }
  }

  /** From now on this object of the provider is repeated. */
  void adopt(Json response) {
    own = response;
  }

  /** An id of the gateway's own, made of the exchange's. */
  String id(String prefix, String suffix) {
    return prefix + answering.exchange().value().replace("-", "") + suffix;
  }

  /** The id under which the response can be asked for again. */
  String id() {
    return own.text("id", id("resp_", ""));
  }

  /** The answer to be kept under that id. */
  Kept kept(String id, Bytes response) {
    return new Kept(id, Conversation.said(answering.body()), response);
  }

  ExchangeId exchange() {
    return answering.exchange();
  }

  /** Something this format has no word for. */
  void lost(String field, String what) {
    var loss = new Loss(field, what);
    if (losses.size() < Format.MOST_LOSSES && !losses.contains(loss)) {
      losses.add(loss);
    }
  }

  List<Loss> losses() {
    return losses;
  }

  /** True if the event belongs to the one answer that this format can say. */
  boolean first(Event event) {
    int choice =
        switch (event) {
          case Event.Text text -> text.choice();
          case Event.Refusal refusal -> refusal.choice();
          case Event.ToolStarted tool -> tool.choice();
          case Event.ToolArguments arguments -> arguments.choice();
          case Event.ToolEnded tool -> tool.choice();
          case Event.TextEnded text -> text.choice();
          default -> 0;
        };
    if (choice > 0) {
      lost("choices", "only the first answer can be said");
    }
    return choice == 0;
  }

  /** How the answer ended, in this format's words. */
  Status status() {
    return switch (finish) {
      case LENGTH -> Status.TOO_LONG;
      case CONTENT_FILTER -> Status.FILTERED;
      case STOP, STOP_SEQUENCE, TOOL_CALLS, REFUSAL, PAUSE, OTHER -> Status.COMPLETED;
    };
  }

  /** Where a response stands. */
  enum Status {
    IN_PROGRESS("in_progress", ""),
    COMPLETED("completed", ""),
    TOO_LONG("incomplete", "max_output_tokens"),
    FILTERED("incomplete", "content_filter"),
    FAILED("failed", "");

    private final String word;
    private final String reason;

    Status(String word, String reason) {
      this.word = word;
      this.reason = reason;
    }

    /** The status as it is written. */
    String word() {
      return word;
    }
  }

  /** The response object. {@code fault}: why policy cut it, or how it failed. */
  JsonWriter write(
      JsonWriter json, Status status, Collection<Bytes> output, @Nullable Fault fault) {
    json.object();
    if (own.isObject()) {
      repeated(json, status, output, fault);
    } else {
      fresh(json, status, output, fault);
    }
    if (fault != null) {
      StopNote.write(json, fault, exchange());
    }
    return json.endObject();
  }

  private void repeated(
      JsonWriter json, Status status, Collection<Bytes> output, @Nullable Fault fault) {
    for (Json.Field field : own.fields()) {
      switch (field.name()) {
        case "status" -> json.field("status", status.word);
        case "error" -> error(json, status, fault);
        case "incomplete_details" -> details(json, status);
        case "output" -> output(json, output);
        case "usage" -> usage(json, status);
        default -> json.field(field.name(), line(field.value()));
      }
    }
  }

  /** JSON on one line, as it can stand in an event: line ends in it lie between its tokens. */
  static Bytes line(Json json) {
    Bytes raw = json.raw();
    byte[] line = null;
    for (int i = 0; i < raw.length(); i++) {
      if (raw.at(i) == '\n' || raw.at(i) == '\r') {
        line = line == null ? raw.toArray() : line;
        line[i] = ' ';
      }
    }
    return line == null ? raw : Bytes.owning(line);
  }

  private void fresh(
      JsonWriter json, Status status, Collection<Bytes> output, @Nullable Fault fault) {
    json.field("id", id()).field("object", "response").field("created_at", created);
    json.name("completed_at").nothing().field("status", status.word);
    error(json, status, fault);
    details(json, status);
    json.field("model", model);
    output(json, output);
    usage(json, status);
    json.field("presence_penalty", 0).field("frequency_penalty", 0);
    for (String name : Format.REPEATED) {
      Json said = asked().at(name);
      String unsaid = UNSAID.getOrDefault(name, "null");
      boolean silent = said.absent() || name.equals("text") && said.at("format").absent();
      if (silent) {
        json.name(name).raw(unsaid);
      } else if (name.equals("tools")) {
        tools(json, said);
      } else {
        json.field(name, line(said));
      }
    }
  }

  private Json asked() {
    Json known = asked;
    if (known == null) {
      known = Fields.lenient(answering.body());
      asked = known;
    }
    return known;
  }

  /** The tools as they were offered; of functions every member is said. */
  private static void tools(JsonWriter json, Json tools) {
    json.name("tools").array();
    for (Json tool : tools.items()) {
      if (!tool.text("type", "").equals("function")) {
        json.raw(line(tool));
        continue;
      }
      json.object().field("type", "function").field("name", tool.text("name", ""));
      for (String name : List.of("description", "parameters", "strict")) {
        String unsaid = name.equals("strict") ? "true" : "null";
        if (tool.at(name).absent()) {
          json.name(name).raw(unsaid);
        } else {
          json.field(name, line(tool.at(name)));
        }
      }
      json.endObject();
    }
    json.endArray();
  }

  private static void error(JsonWriter json, Status status, @Nullable Fault fault) {
    json.name("error");
    if (status == Status.FAILED && fault != null) {
      json.object().field("code", Failure.code(fault)).field("message", fault.message());
      json.endObject();
    } else {
      json.nothing();
    }
  }

  private static void details(JsonWriter json, Status status) {
    json.name("incomplete_details");
    if (status.reason.isEmpty()) {
      json.nothing();
    } else {
      json.object().field("reason", status.reason).endObject();
    }
  }

  private static void output(JsonWriter json, Collection<Bytes> output) {
    json.name("output").array();
    output.forEach(json::raw);
    json.endArray();
  }

  /** Input tokens here include what came from the cache. */
  private void usage(JsonWriter json, Status status) {
    json.name("usage");
    if (status == Status.IN_PROGRESS || usage.equals(Usage.NONE)) {
      json.nothing();
      return;
    }
    json.object().field("input_tokens", usage.totalInput()).name("input_tokens_details");
    json.object().field("cached_tokens", usage.cacheRead());
    json.field("cache_write_tokens", usage.cacheWrite()).endObject();
    json.field("output_tokens", usage.output()).name("output_tokens_details").object();
    json.field("reasoning_tokens", usage.reasoning()).endObject();
    json.field("total_tokens", usage.totalInput() + usage.output()).endObject();
  }
}
