package io.sluice.wire.openaichat;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Loss;
import io.sluice.model.Splice;
import io.sluice.model.Usage;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Frame;
import io.sluice.wire.Passing;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a chat completion, streamed or whole. */
final class WriteAnswer implements AnswerWriter {
  private final Answering answering;
  private final boolean usageAsked;
  private final List<Loss> losses = new ArrayList<>(0);
  private final WholeAnswer whole = new WholeAnswer();
  private String id = "";
  private String model;
  private long created;
  private boolean roleSaid;
  private boolean signed;
  private boolean crossed;
  private Usage usage = Usage.NONE;

  WriteAnswer(Answering answering, boolean usageAsked) {
    this.answering = answering;
    this.usageAsked = usageAsked;
    this.model = answering.model();
  }

  @Override
  public Bytes pass(Frame frame, List<Event> events) {
    note(events);
    if (frame.usageOnly() && answering.usageHidden()) {
      return Bytes.EMPTY;
    }
    if (events.equals(frame.events())) {
      return frame.raw();
    }
    List<Splice> splices = Passing.splices(frame, events);
    if (splices != null) {
      return Splice.apply(frame.raw(), splices);
    }
    List<Event> before = Passing.before(frame, events);
    var out = new Chunks();
    before.forEach(event -> chunk(event, out));
    List<Splice> emptied = Passing.splices(frame, events.subList(before.size(), events.size()));
    out.add(Splice.apply(frame.raw(), emptied == null ? List.of() : emptied));
    return out.bytes();
  }

  @Override
  public Bytes write(List<Event> events) {
    note(events);
    crossed = true;
    if (!answering.stream()) {
      events.forEach(whole::add);
      return Bytes.EMPTY;
    }
    var out = new Chunks();
    for (Event event : events) {
      chunk(event, out);
    }
    return out.bytes();
  }

  private void note(List<Event> events) {
    for (Event event : events) {
      if (event instanceof Event.Started(String said, String served, long when)) {
        id = said;
        model = served.isEmpty() ? model : served;
        created = when;
      } else if (event instanceof Event.Used(Usage more)) {
        usage = usage.max(more);
      }
    }
  }

  private void chunk(Event event, Chunks out) {
    switch (event) {
      case Event.Started _ -> role(out);
      case Event.Text(int choice, String text, var _) ->
          delta(out, choice, delta -> delta.field("content", text));
      case Event.Refusal(int choice, String text) ->
          delta(out, choice, delta -> delta.field("refusal", text));
      case Event.Thinking(String text) ->
          delta(out, 0, delta -> delta.field("reasoning_content", text));
      case Event.Signature _ -> lostSignature();
      case Event.ToolStarted(int choice, int index, String call, String name) ->
          delta(
              out,
              choice,
              delta -> {
                delta.name("tool_calls").array().object().field("index", index).field("id", call);
                delta.field("type", "function").name("function").object().field("name", name);
                delta.field("arguments", "").endObject().endObject().endArray();
              });
      case Event.ToolArguments(int choice, int index, String fragment, var _) ->
          delta(
              out,
              choice,
              delta -> {
                delta.name("tool_calls").array().object().field("index", index).name("function");
                delta.object().field("arguments", fragment).endObject().endObject().endArray();
              });
      case Event.Finished(int choice, Finish finish, var _) -> finished(out, choice, finish, null);
      case Event.Unknown(String kind, var _) -> losses.add(new Loss(kind, "not known here"));
      case Event.Ended _ -> usage(out);
      case Event.TextEnded _,
          Event.ToolEnded _,
          Event.Used _,
          Event.Failed _,
          Event.Vector _,
          Event.Counted _ -> {}
    }
  }

  private void lostSignature() {
    if (!signed) {
      signed = true;
      losses.add(new Loss("thinking.signature", "this format has no place for it"));
    }
  }

  private void role(Chunks out) {
    if (!roleSaid) {
      roleSaid = true;
      delta(out, 0, delta -> delta.field("role", "assistant").field("content", ""));
    }
  }

  /** Fills the delta of one chunk. */
  private interface Filling {
    void fill(JsonWriter delta);
  }

  private void delta(Chunks out, int choice, Filling filling) {
    var json =
        head().name("choices").array().object().field("index", choice).name("delta").object();
    filling.fill(json);
    json.endObject().name("logprobs").nothing().name("finish_reason").nothing();
    out.data(json.endObject().endArray().endObject());
  }

  private void finished(Chunks out, int choice, Finish finish, @Nullable Fault cut) {
    var json = head().name("choices").array().object().field("index", choice);
    json.name("delta").object().endObject().name("logprobs").nothing();
    json.field("finish_reason", reason(finish)).endObject().endArray();
    if (cut != null) {
      sluice(json, cut);
    }
    out.data(json.endObject());
  }

  private void sluice(JsonWriter json, Fault fault) {
    json.name("sluice").object().field("code", fault.code().word());
    json.field("exchange", answering.exchange().value()).endObject();
  }

  private void usage(Chunks out) {
    if (usageAsked) {
      var json = head().name("choices").array().endArray();
      out.data(usage(json.name("usage"), usage).endObject());
    }
  }

  private JsonWriter head() {
    var json = new JsonWriter(256).object().field("id", shownId());
    json.field("object", "chat.completion.chunk").field("created", created);
    return json.field("model", model);
  }

  private String shownId() {
    return id.isEmpty() ? "chatcmpl-" + answering.exchange().value() : id;
  }

  @Override
  public Bytes end() {
    if (answering.stream()) {
      return crossed ? Bytes.utf8("data: [DONE]\n\n") : Bytes.EMPTY;
    }
    return crossed ? whole(null) : Bytes.EMPTY;
  }

  @Override
  public Bytes cut(Fault fault) {
    if (!answering.stream()) {
      return whole(fault);
    }
    var out = new Chunks();
    finished(out, 0, Finish.CONTENT_FILTER, fault);
    out.add(Bytes.utf8("data: [DONE]\n\n"));
    return out.bytes();
  }

  @Override
  public Bytes broken(Fault fault) {
    var out = new Chunks();
    var json = new JsonWriter(256).object();
    out.data(Errors.write(json, fault, answering.exchange()).endObject());
    return out.bytes();
  }

  @Override
  public List<Loss> losses() {
    return losses;
  }

  private Bytes whole(@Nullable Fault cut) {
    var json = new JsonWriter(1_024).object().field("id", shownId());
    json.field("object", "chat.completion").field("created", created).field("model", model);
    json.name("choices").array();
    whole.write(json, cut != null);
    json.endArray();
    usage(json.name("usage"), usage);
    if (cut != null) {
      sluice(json, cut);
    }
    return json.endObject().done();
  }

  /** Prompt tokens here include what came from the cache. */
  static JsonWriter usage(JsonWriter json, Usage usage) {
    json.object().field("prompt_tokens", usage.totalInput());
    json.field("completion_tokens", usage.output());
    json.field("total_tokens", usage.totalInput() + usage.output());
    json.name("prompt_tokens_details").object().field("cached_tokens", usage.cacheRead());
    json.endObject().name("completion_tokens_details").object();
    return json.field("reasoning_tokens", usage.reasoning()).endObject().endObject();
  }

  static String reason(Finish finish) {
    return switch (finish) {
      case STOP, STOP_SEQUENCE, PAUSE, OTHER -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_calls";
      case CONTENT_FILTER, REFUSAL -> "content_filter";
    };
  }

  /** Events of a stream, one after the other. */
  private static final class Chunks {
    private static final Bytes DATA = Bytes.utf8("data: ");
    private static final Bytes BLANK = Bytes.utf8("\n\n");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    void data(JsonWriter json) {
      add(DATA);
      add(json.done());
      add(BLANK);
    }

    void add(Bytes bytes) {
      out.write(bytes.array(), bytes.offset(), bytes.length());
    }

    Bytes bytes() {
      return Bytes.owning(out.toByteArray());
    }
  }
}
