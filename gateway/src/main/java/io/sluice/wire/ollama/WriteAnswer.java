package io.sluice.wire.ollama;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Loss;
import io.sluice.model.Segment.Coding;
import io.sluice.model.Splice;
import io.sluice.model.Usage;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import io.sluice.wire.Passing;
import io.sluice.wire.SseText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a native chat answer, a line for each piece or all of it in one object. */
final class WriteAnswer implements AnswerWriter {
  private static final Bytes LINE = Bytes.utf8("\n");
  private static final Bytes NO_ARGUMENTS = Bytes.utf8("{}");
  private static final int MILLIS_DIGITS = 12;

  private final Answering answering;
  private final List<Loss> losses = new ArrayList<>(0);
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thought = new StringBuilder();
  private final Map<Integer, Call> calls = new LinkedHashMap<>(2);
  private String model;
  private Instant created;
  private Usage usage = Usage.NONE;
  private Finish finish = Finish.STOP;
  private boolean crossed;

  /** A tool call while its pieces come in: this format says calls whole. */
  private record Call(String id, String name, StringBuilder arguments) {}

  WriteAnswer(Answering answering) {
    this.answering = answering;
    this.model = answering.model();
    String hex = answering.exchange().value().replace("-", "");
    this.created = Instant.EPOCH;
    try {
      created =
          Instant.ofEpochMilli(Long.parseLong(hex, 0, Math.min(MILLIS_DIGITS, hex.length()), 16));
    } catch (NumberFormatException e) {
      created = Instant.EPOCH;
    }
  }

  @Override
  public String mediaType(boolean stream) {
    return stream ? Format.LINES : "application/json; charset=utf-8";
  }

  @Override
  public Bytes pass(Frame frame, List<Event> events) {
    events.forEach(this::note);
    Passing passing = Passing.of(frame, events, Coding.RAW);
    if (passing.frame() && passing.before().isEmpty()) {
      return Splice.apply(frame.raw(), passing.splices());
    }
    if (!answering.stream()) {
      events.forEach(this::keep);
      return whole(null);
    }
    var out = new SseText();
    passing.before().forEach(event -> piece(event, out));
    if (passing.frame()) {
      out.frame(frame, passing.splices());
    } else if (passing.before().stream().anyMatch(Event.Ended.class::isInstance)) {
      out.add(last(null));
    }
    return out.bytes();
  }

  @Override
  public Bytes write(List<Event> events) {
    crossed = true;
    var out = new SseText();
    for (Event event : events) {
      note(event);
      if (other(event)) {
        lost("choices", "this format has one answer");
      } else if (answering.stream()) {
        piece(event, out);
      } else {
        keep(event);
      }
    }
    return out.bytes();
  }

  /** True for a further choice, which this format cannot say. */
  private static boolean other(Event event) {
    return switch (event) {
      case Event.Text piece -> piece.choice() > 0;
      case Event.Refusal piece -> piece.choice() > 0;
      case Event.ToolStarted call -> call.choice() > 0;
      case Event.ToolArguments piece -> piece.choice() > 0;
      case Event.ToolEnded call -> call.choice() > 0;
      case Event.Finished end -> end.choice() > 0;
      default -> false;
    };
  }

  private void note(Event event) {
    if (event instanceof Event.Started(var _, String served, long when)) {
      model = served.isEmpty() ? model : served;
      created = when == 0 ? created : Instant.ofEpochSecond(when);
    } else if (event instanceof Event.Used(Usage more)) {
      usage = usage.max(more);
    } else if (event instanceof Event.Finished(int choice, Finish how, var _) && choice == 0) {
      finish = how;
    }
  }

  /** Says one event of a stream; the last line waits for the end, which knows the usage. */
  private void piece(Event event, SseText out) {
    switch (event) {
      case Event.Text(var _, String said, var _) -> line(out, said, "", null);
      case Event.Refusal(var _, String said) -> line(out, said, "", null);
      case Event.Thinking(String said) -> line(out, "", said, null);
      case Event.ToolEnded(var _, int index) -> {
        Call call = calls.remove(index);
        if (call != null) {
          line(out, "", "", call);
        }
      }
      default -> keep(event);
    }
  }

  private void keep(Event event) {
    switch (event) {
      case Event.Text(var _, String said, var _) -> text.append(said);
      case Event.Refusal(var _, String said) -> text.append(said);
      case Event.Thinking(String said) -> thought.append(said);
      case Event.ToolStarted tool ->
          calls.put(tool.index(), new Call(tool.id(), tool.name(), new StringBuilder()));
      case Event.ToolArguments arguments -> {
        Call call = calls.get(arguments.index());
        if (call != null) {
          call.arguments.append(arguments.fragment());
        }
      }
      case Event.Signature _ -> lost("thinking.signature", Format.NO_PLACE);
      case Event.Sealed(var _, String kind, var _) -> lost(kind, Format.NO_PLACE);
      case Event.Unknown(String kind, var _) -> lost(kind, Format.NOT_KNOWN);
      default -> {}
    }
  }

  private void line(SseText out, String said, String thinking, @Nullable Call call) {
    var json = head().name("message").object().field("role", "assistant").field("content", said);
    if (!thinking.isEmpty()) {
      json.field("thinking", thinking);
    }
    if (call != null) {
      json.name("tool_calls").array();
      call(json, call);
      json.endArray();
    }
    out.add(json.endObject().field("done", false).endObject().done());
    out.add(LINE);
  }

  private void call(JsonWriter json, Call call) {
    Json arguments = Fields.lenient(Bytes.utf8(call.arguments.toString()));
    if (!arguments.isObject() && !call.arguments.toString().isBlank()) {
      lost("tool_calls.arguments", "no JSON object, which this format needs");
    }
    json.object();
    if (!call.id.isEmpty()) {
      json.field("id", call.id);
    }
    json.name("function").object().field("name", call.name);
    json.field("arguments", arguments.isObject() ? arguments.raw() : NO_ARGUMENTS);
    json.endObject().endObject();
  }

  private JsonWriter head() {
    var json = new JsonWriter(256).object().field("model", model);
    return json.field("created_at", created.toString());
  }

  private Bytes last(@Nullable Fault cut) {
    var json = head().name("message").object().field("role", "assistant").field("content", "");
    var out = new SseText();
    out.add(done(json.endObject(), cut));
    out.add(LINE);
    return out.bytes();
  }

  private Bytes whole(@Nullable Fault cut) {
    var json = head().name("message").object().field("role", "assistant");
    json.field("content", cut == null ? text.toString() : "");
    if (!thought.isEmpty() && cut == null) {
      json.field("thinking", thought.toString());
    }
    if (!calls.isEmpty() && cut == null) {
      json.name("tool_calls").array();
      calls.values().forEach(call -> call(json, call));
      json.endArray();
    }
    return done(json.endObject(), cut);
  }

  private Bytes done(JsonWriter json, @Nullable Fault cut) {
    String reason = cut == null ? reason(finish) : reason(Finish.CONTENT_FILTER);
    json.field("done_reason", reason).field("done", true).field("total_duration", 0);
    json.field("prompt_eval_count", usage.totalInput()).field("eval_count", usage.output());
    if (cut != null) {
      Format.sluice(json, cut, answering.exchange());
    }
    return json.endObject().done();
  }

  private static String reason(Finish finish) {
    return switch (finish) {
      case STOP, STOP_SEQUENCE, TOOL_CALLS, PAUSE, OTHER -> "stop";
      case LENGTH -> "length";
      case CONTENT_FILTER, REFUSAL -> "content_filter";
    };
  }

  @Override
  public Bytes end() {
    if (!crossed) {
      return Bytes.EMPTY;
    }
    return answering.stream() ? last(null) : whole(null);
  }

  @Override
  public Bytes cut(Fault fault) {
    return answering.stream() ? last(fault) : whole(fault);
  }

  @Override
  public Bytes broken(Fault fault) {
    var out = new SseText();
    out.add(Format.refusal(fault, answering.exchange()));
    out.add(LINE);
    return out.bytes();
  }

  @Override
  public List<Loss> losses() {
    return losses;
  }

  private void lost(String field, String what) {
    var loss = new Loss(field, what);
    if (losses.size() < Format.MOST_LOSSES && !losses.contains(loss)) {
      losses.add(loss);
    }
  }
}
