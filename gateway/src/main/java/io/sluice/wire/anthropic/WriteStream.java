package io.sluice.wire.anthropic;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Loss;
import io.sluice.model.Segment.Coding;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Frame;
import io.sluice.wire.Passing;
import io.sluice.wire.SseText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a message as a stream. */
final class WriteStream implements AnswerWriter {
  private static final Bytes BLOCK = Bytes.utf8("content_block_st");
  private static final Bytes INDEX = Bytes.utf8("\"index\":");
  private static final int TYPE_WITHIN = 200;

  private final Closing closing;
  private final Blocks blocks;
  private boolean started;
  private boolean over;

  WriteStream(Answering answering) {
    closing = new Closing(answering);
    blocks = new Blocks(closing);
  }

  @Override
  public Bytes pass(Frame frame, List<Event> events) {
    events.forEach(closing::note);
    if (events.equals(frame.events())) {
      watch(frame);
      return frame.raw();
    }
    if (Passing.saysNothing(frame, events)) {
      return blocks.isOpen() ? frame.raw() : Bytes.EMPTY;
    }
    Passing passing = Passing.of(frame, events, Coding.STRING);
    var out = new SseText();
    for (Event event : passing.before()) {
      say(event, out);
    }
    if (passing.frame()) {
      watch(frame);
      out.frame(frame, passing.splices());
    }
    return out.bytes();
  }

  /** Sees which block a frame that is passed on opens or closes. */
  private void watch(Frame frame) {
    Event first = frame.events().isEmpty() ? null : frame.events().getFirst();
    switch (first) {
      case Event.Text _, Event.ToolArguments _, Event.Thinking _ -> {}
      case Event.Started _ -> started = true;
      case Event.Ended _ -> over = true;
      case null, default -> block(frame.raw());
    }
  }

  private void block(Bytes raw) {
    int at = find(raw, BLOCK, 0, TYPE_WITHIN);
    if (at < 0 || at + BLOCK.length() >= raw.length()) {
      return;
    }
    if (raw.at(at + BLOCK.length()) == 'a') {
      blocks.opened(index(raw));
    } else {
      blocks.closed();
    }
  }

  private static int index(Bytes raw) {
    int at = find(raw, INDEX, 0, raw.length());
    int index = 0;
    for (int i = at + INDEX.length(); at >= 0 && i < raw.length(); i++) {
      byte b = raw.at(i);
      if (b >= '0' && b <= '9' && index < Blocks.MOST) {
        index = index * 10 + b - '0';
      } else if (b != ' ') {
        break;
      }
    }
    return index;
  }

  private static int find(Bytes raw, Bytes what, int from, int within) {
    int last = Math.min(raw.length() - what.length(), within);
    for (int at = from; at <= last; at++) {
      int same = 0;
      while (same < what.length() && raw.at(at + same) == what.at(same)) {
        same++;
      }
      if (same == what.length()) {
        return at;
      }
    }
    return -1;
  }

  @Override
  public Bytes write(List<Event> events) {
    var out = new SseText();
    for (Event event : events) {
      closing.note(event);
      if (closing.first(event)) {
        say(event, out);
      }
    }
    return out.bytes();
  }

  private void say(Event event, SseText out) {
    switch (event) {
      case Event.Started _ -> start(out);
      case Event.Text(var _, String text, var _) -> blocks.text(out, text);
      case Event.Refusal(var _, String text) -> blocks.text(out, text);
      case Event.TextEnded _ -> blocks.close(out);
      case Event.Thinking(String text) -> blocks.thinking(out, text);
      case Event.Signature(String value, boolean redacted) ->
          blocks.signature(out, value, redacted);
      case Event.Sealed(var _, String kind, var _) ->
          closing.lost(kind, "not known in this format");
      case Event.ToolStarted tool -> blocks.toolStarted(out, tool);
      case Event.ToolArguments(var _, int index, String fragment, var _) ->
          blocks.arguments(out, index, fragment);
      case Event.ToolEnded(var _, int index) -> blocks.toolEnded(out, index);
      case Event.Unknown(String kind, var _) -> closing.lost(kind, "not known in this format");
      case Event.Ended _ -> finish(out, null);
      case Event.Used _, Event.Finished _, Event.Failed _, Event.Vector _, Event.Counted _ -> {}
    }
  }

  private void start(SseText out) {
    if (started) {
      return;
    }
    started = true;
    var json = new JsonWriter(256).object().field("type", "message_start").name("message");
    closing.head(json).name("content").array().endArray();
    json.name("stop_reason").nothing().name("stop_sequence").nothing();
    out.event("message_start", closing.usage(json).endObject().endObject());
  }

  private void finish(SseText out, @Nullable Fault cut) {
    if (over) {
      return;
    }
    over = true;
    start(out);
    blocks.closeAll(out, cut == null);
    var json = new JsonWriter(256).object().field("type", "message_delta").name("delta").object();
    closing.usage(closing.reason(json, cut).endObject());
    if (cut != null) {
      closing.sluice(json, cut);
    }
    out.event("message_delta", json.endObject());
    out.event(
        "message_stop", new JsonWriter(64).object().field("type", "message_stop").endObject());
  }

  @Override
  public Bytes end() {
    return Bytes.EMPTY;
  }

  @Override
  public Bytes cut(Fault fault) {
    var out = new SseText();
    finish(out, fault);
    return out.bytes();
  }

  @Override
  public Bytes broken(Fault fault) {
    var out = new SseText();
    out.event("error", Errors.write(fault, closing.exchange()));
    return out.bytes();
  }

  @Override
  public List<Loss> losses() {
    return closing.losses();
  }
}
