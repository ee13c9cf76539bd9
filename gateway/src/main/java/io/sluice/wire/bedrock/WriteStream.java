package io.sluice.wire.bedrock;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Loss;
import io.sluice.model.Segment.Coding;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.AwsEventStream;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import io.sluice.wire.Passing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes an answer as an event stream. */
final class WriteStream implements AnswerWriter {
  private final Closing closing;
  private final Blocks blocks;
  private @Nullable Bytes passed;
  private boolean started;
  private boolean stopped;
  private boolean over;

  WriteStream(Answering answering) {
    closing = new Closing(answering);
    blocks = new Blocks(closing);
  }

  @Override
  public String mediaType(boolean stream) {
    return AwsEventStream.MEDIA_TYPE;
  }

  /** Nothing: a message that says nothing is none of this format. */
  @Override
  public Bytes keepAlive() {
    return Bytes.EMPTY;
  }

  @Override
  public Bytes pass(Frame frame, List<Event> events) {
    events.forEach(closing::note);
    if (events.equals(frame.events())) {
      watch(frame);
      return frame.raw();
    }
    place();
    if (Passing.saysNothing(frame, events)) {
      return blocks.isOpen() ? frame.raw() : Bytes.EMPTY;
    }
    Passing passing = Passing.of(frame, events, Coding.STRING);
    var out = new EventText();
    for (Event event : passing.before()) {
      say(event, out);
    }
    if (passing.frame()) {
      watch(frame);
      out.frame(frame, passing.splices());
    }
    return out.bytes();
  }

  /** Remembers the last frame of a block that is passed on: where it stands is read when needed. */
  private void watch(Frame frame) {
    boolean ofBlock = true;
    for (Event event : frame.events()) {
      switch (event) {
        case Event.Started _ -> started = true;
        case Event.Finished _ -> stopped = true;
        case Event.Ended _ -> over = true;
        default -> {}
      }
      ofBlock &= ofBlock(event);
    }
    if (ofBlock) {
      passed = frame.raw();
    }
  }

  private static boolean ofBlock(Event event) {
    return switch (event) {
      case Event.Started _, Event.Finished _, Event.Ended _, Event.Used _, Event.Failed _ -> false;
      case Event.Unknown(String kind, var _) ->
          kind.startsWith("content") || kind.startsWith("delta.") || kind.equals("citations");
      default -> true;
    };
  }

  /** Finds out which block the bytes passed on are in. */
  private void place() {
    Bytes last = passed;
    passed = null;
    if (last != null && !last.isEmpty()) {
      new AwsEventStream()
          .accept(
              last,
              message -> {
                Json json = Fields.lenient(message.payload());
                if (!json.at("contentBlockIndex").missing()) {
                  boolean complete = message.header(":event-type").equals("contentBlockStop");
                  blocks.passed(Said.index(json), complete);
                }
              });
    }
  }

  @Override
  public Bytes write(List<Event> events) {
    var out = new EventText();
    for (Event event : events) {
      closing.note(event);
      if (closing.first(event)) {
        say(event, out);
      }
    }
    return out.bytes();
  }

  private void say(Event event, EventText out) {
    switch (event) {
      case Event.Started _ -> start(out);
      case Event.Text(var _, String text, var _) -> blocks.text(out, text);
      case Event.Refusal(var _, String text) -> blocks.text(out, text);
      case Event.TextEnded _ -> blocks.close(out);
      case Event.Thinking(String text) -> blocks.thinking(out, text);
      case Event.Signature(String value, boolean redacted) ->
          blocks.signature(out, value, redacted);
      case Event.ToolStarted tool -> blocks.toolStarted(out, tool);
      case Event.ToolArguments(var _, int index, String fragment, var _) ->
          blocks.arguments(out, index, fragment);
      case Event.ToolEnded(var _, int index) -> blocks.toolEnded(out, index);
      case Event.Sealed(var _, String kind, var _) -> closing.lost(kind, Format.NOT_KNOWN);
      case Event.Unknown(String kind, var _) -> closing.lost(kind, Format.NOT_KNOWN);
      case Event.Ended _ -> finish(out, null);
      case Event.Used _, Event.Finished _, Event.Failed _, Event.Vector _, Event.Counted _ -> {}
    }
  }

  private void start(EventText out) {
    if (!started) {
      started = true;
      out.event("messageStart", new JsonWriter(64).object().field("role", "assistant").endObject());
    }
  }

  private void finish(EventText out, @Nullable Fault cut) {
    if (over) {
      return;
    }
    over = true;
    start(out);
    if (!stopped) {
      stopped = true;
      blocks.closeAll(out, cut == null);
      out.event("messageStop", closing.reason(new JsonWriter(128).object(), cut).endObject());
    }
    var json = closing.usage(new JsonWriter(256).object());
    if (cut != null) {
      closing.sluice(json, cut);
    }
    out.event("metadata", json.endObject());
  }

  @Override
  public Bytes end() {
    return Bytes.EMPTY;
  }

  @Override
  public Bytes cut(Fault fault) {
    place();
    var out = new EventText();
    finish(out, fault);
    return out.bytes();
  }

  @Override
  public Bytes broken(Fault fault) {
    Bytes body = Errors.refusal(fault, closing.exchange());
    return AwsEventStream.exception(Errors.streamException(fault), body);
  }

  @Override
  public List<Loss> losses() {
    return closing.losses();
  }
}
