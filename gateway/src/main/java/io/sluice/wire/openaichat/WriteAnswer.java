package io.sluice.wire.openaichat;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Loss;
import io.sluice.model.Segment.Coding;
import io.sluice.model.Span;
import io.sluice.model.Splice;
import io.sluice.model.Usage;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Frame;
import io.sluice.wire.Passing;
import io.sluice.wire.SseText;
import io.sluice.wire.StopNote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a chat completion, streamed or whole. */
final class WriteAnswer implements AnswerWriter {
  private static final Bytes NO_USAGE = Bytes.utf8(",\"usage\":null");
  private static final Bytes DONE = Bytes.utf8("data: [DONE]\n\n");
  private static final String NOT_KNOWN = "not known in this format";
  private static final String NO_PLACE = "this format has no place for it";
  private static final int USAGE_FROM_END = 96;
  private static final int MILLIS_DIGITS = 12;

  private final Answering answering;
  private final boolean usageAsked;
  private final List<Loss> losses = new ArrayList<>(0);
  private final WholeAnswer whole = new WholeAnswer();
  private String id = "";
  private String model;
  private long created;
  private final Map<Place, Integer> numbers = new HashMap<>(2);
  private final Set<Place> said = new HashSet<>(2);
  private final Set<Place> bare = new HashSet<>(2);
  private boolean roleSaid;
  private int choices = 1;
  private boolean crossed;
  private Usage usage = Usage.NONE;

  /** A tool call; bare while it has no arguments. */
  private record Place(int choice, int index) {}

  WriteAnswer(Answering answering, boolean usageAsked) {
    this.answering = answering;
    this.usageAsked = usageAsked;
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

  @Override
  public Bytes pass(Frame frame, List<Event> events) {
    note(events);
    if (frame.usageOnly() && answering.usageHidden()) {
      return Bytes.EMPTY;
    }
    Splice noUsage = answering.usageHidden() ? noUsage(frame.raw()) : null;
    if (noUsage == null && events.equals(frame.events())) {
      roleSaid = true;
      return frame.raw();
    }
    if (Passing.saysNothing(frame, events)) {
      return begun(frame.events().getFirst()) ? frame.raw() : Bytes.EMPTY;
    }
    Passing passing = Passing.of(frame, events, Coding.STRING);
    if (!answering.stream()) {
      return passing.frame() ? frameOf(frame, passing, null) : rewritten(events);
    }
    if (passing.before().isEmpty()) {
      return passing.frame() ? frameOf(frame, passing, noUsage) : Bytes.EMPTY;
    }
    var out = new SseText();
    passing.before().forEach(event -> chunk(event, out));
    if (passing.frame()) {
      out.add(frameOf(frame, passing, noUsage));
    }
    return out.bytes();
  }

  /** False for a piece of a tool call that was not said to begin. */
  private boolean begun(Event piece) {
    return !(piece instanceof Event.ToolArguments(int choice, int index, var _, var _))
        || said.contains(new Place(choice, index));
  }

  /** The member {@code "usage":null} that every piece of a stream has once usage is asked for. */
  private static @Nullable Splice noUsage(Bytes raw) {
    int last = raw.length() - NO_USAGE.length();
    for (int at = last; at >= Math.max(0, last - USAGE_FROM_END); at--) {
      if (raw.at(at) == ','
          && raw.at(at + 2) == 'u'
          && raw.slice(at, at + NO_USAGE.length()).equals(NO_USAGE)) {
        return new Splice(new Span(at, at + NO_USAGE.length()), Bytes.EMPTY);
      }
    }
    return null;
  }

  /** Its own bytes; probabilities would tell a text that was changed, so they go with it. */
  private Bytes frameOf(Frame frame, Passing passing, @Nullable Splice noUsage) {
    roleSaid = true;
    var splices = new ArrayList<Splice>(passing.splices());
    if (noUsage != null) {
      splices.add(noUsage);
    }
    for (Event event : passing.splices().isEmpty() ? List.<Event>of() : frame.events()) {
      if (event instanceof Event.Unknown(String kind, Bytes json) && kind.equals("logprobs")) {
        int start = json.within(frame.raw());
        splices.add(new Splice(new Span(start, start + json.length()), Bytes.utf8("null")));
        lost("logprobs", "left out where the text was changed");
      }
    }
    return Splice.apply(frame.raw(), splices);
  }

  private Bytes rewritten(List<Event> events) {
    events.forEach(this::keep);
    return whole(null);
  }

  @Override
  public Bytes write(List<Event> events) {
    note(events);
    crossed = true;
    if (!answering.stream()) {
      events.forEach(this::keep);
      return Bytes.EMPTY;
    }
    var out = new SseText();
    for (Event event : events) {
      chunk(event, out);
    }
    return out.bytes();
  }

  private void note(List<Event> events) {
    for (Event event : events) {
      if (event instanceof Event.Started(String given, String served, long when)) {
        id = given.isEmpty() ? id : given;
        model = served.isEmpty() ? model : served;
        created = when == 0 ? created : when;
      } else if (event instanceof Event.Used(Usage more)) {
        usage = usage.max(more);
      } else if (event instanceof Event.ToolStarted tool) {
        said.add(new Place(tool.choice(), tool.index()));
      } else if (event instanceof Event.Text text) {
        choices = Math.max(choices, text.choice() + 1);
      }
    }
  }

  private void chunk(Event event, SseText out) {
    switch (event) {
      case Event.Started _ -> role(out);
      case Event.Text(int choice, String text, var _) ->
          delta(out, choice, delta -> delta.field("content", text));
      case Event.Refusal(int choice, String text) ->
          delta(out, choice, delta -> delta.field("refusal", text));
      case Event.Thinking(String text) ->
          delta(out, 0, delta -> delta.field("reasoning_content", text));
      case Event.Signature _ -> lost("thinking.signature", NO_PLACE);
      case Event.Sealed(var _, String kind, var _) -> lost(kind, NO_PLACE);
      case Event.ToolStarted tool -> toolStarted(out, tool);
      case Event.ToolArguments(int choice, int index, String fragment, var _) ->
          arguments(out, choice, index, fragment);
      case Event.ToolEnded(int choice, int index) -> {
        if (bare.contains(new Place(choice, index))) {
          arguments(out, choice, index, "{}");
        }
      }
      case Event.Finished(int choice, Finish finish, var _) -> finished(out, choice, finish, null);
      case Event.Unknown(String kind, var _) -> lost(kind, NOT_KNOWN);
      case Event.Ended _ -> usage(out);
      case Event.TextEnded _, Event.Used _, Event.Failed _, Event.Vector _, Event.Counted _ -> {}
    }
  }

  private void toolStarted(SseText out, Event.ToolStarted tool) {
    var place = new Place(tool.choice(), tool.index());
    bare.add(place);
    // another format numbers its calls otherwise; here they are counted from 0
    int number = numbers.computeIfAbsent(place, _ -> crossed ? numbers.size() : tool.index());
    delta(
        out,
        tool.choice(),
        delta -> {
          delta.name("tool_calls").array().object().field("index", number);
          delta.field("id", callId(tool)).field("type", "function").name("function").object();
          delta.field("name", tool.name()).field("arguments", "");
          delta.endObject().endObject().endArray();
        });
  }

  private void arguments(SseText out, int choice, int index, String fragment) {
    if (fragment.isEmpty()) {
      return;
    }
    var place = new Place(choice, index);
    bare.remove(place);
    int number = numbers.getOrDefault(place, index);
    delta(
        out,
        choice,
        delta -> {
          delta.name("tool_calls").array().object().field("index", number).name("function");
          delta.object().field("arguments", fragment).endObject().endObject().endArray();
        });
  }

  /** The provider's id of a call, or one made of the exchange's where it gave none. */
  private String callId(Event.ToolStarted tool) {
    return tool.id().isEmpty()
        ? "call_" + answering.exchange().value().replace("-", "") + "_" + tool.index()
        : tool.id();
  }

  private void keep(Event event) {
    whole.add(
        event instanceof Event.ToolStarted tool
            ? new Event.ToolStarted(tool.choice(), tool.index(), callId(tool), tool.name())
            : event);
    switch (event) {
      case Event.Unknown(String kind, var _) -> lost(kind, NOT_KNOWN);
      case Event.Signature _ -> lost("thinking.signature", NO_PLACE);
      default -> {}
    }
  }

  private void lost(String field, String what) {
    var loss = new Loss(field, what);
    if (losses.size() < Format.MOST_LOSSES && !losses.contains(loss)) {
      losses.add(loss);
    }
  }

  private void role(SseText out) {
    if (!roleSaid) {
      roleSaid = true;
      delta(out, 0, delta -> delta.field("role", "assistant").field("content", ""));
    }
  }

  /** Fills the delta of one chunk. */
  private interface Filling {
    void fill(JsonWriter delta);
  }

  private void delta(SseText out, int choice, Filling filling) {
    var json =
        head().name("choices").array().object().field("index", choice).name("delta").object();
    filling.fill(json);
    json.endObject().name("logprobs").nothing().name("finish_reason").nothing();
    out.data(json.endObject().endArray().endObject());
  }

  private void finished(SseText out, int choice, Finish finish, @Nullable Fault cut) {
    var json = head().name("choices").array().object().field("index", choice);
    json.name("delta").object().endObject().name("logprobs").nothing();
    json.field("finish_reason", reason(finish)).endObject().endArray();
    if (cut != null) {
      sluice(json, cut);
    }
    out.data(json.endObject());
  }

  private void sluice(JsonWriter json, Fault fault) {
    StopNote.write(json, fault, answering.exchange());
  }

  private void usage(SseText out) {
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
      return crossed ? DONE : Bytes.EMPTY;
    }
    return crossed ? whole(null) : Bytes.EMPTY;
  }

  @Override
  public Bytes cut(Fault fault) {
    if (!answering.stream()) {
      return whole(fault);
    }
    var out = new SseText();
    role(out);
    for (int choice = 0; choice < choices; choice++) {
      finished(out, choice, Finish.CONTENT_FILTER, fault);
    }
    out.add(DONE);
    return out.bytes();
  }

  @Override
  public Bytes broken(Fault fault) {
    var out = new SseText();
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
}
