package io.sluice.wire.bedrock;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Loss;
import io.sluice.model.Segment.Coding;
import io.sluice.model.Splice;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import io.sluice.wire.Passing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a whole answer. */
final class WriteWhole implements AnswerWriter {
  private static final Bytes EMPTY_OBJECT = Bytes.utf8("{}");

  private final Closing closing;
  private final List<Block> blocks = new ArrayList<>();
  private boolean crossed;

  /** A block while its pieces come in. */
  private sealed interface Block {}

  private record TextBlock(StringBuilder text) implements Block {}

  private record ThinkingBlock(StringBuilder text, StringBuilder signature) implements Block {}

  private record RedactedBlock(String value) implements Block {}

  private record ToolBlock(int index, String id, String name, StringBuilder arguments)
      implements Block {}

  WriteWhole(Answering answering) {
    closing = new Closing(answering);
  }

  @Override
  public Bytes pass(Frame frame, List<Event> events) {
    events.forEach(closing::note);
    Passing passing = Passing.of(frame, events, Coding.RAW);
    if (passing.frame() && passing.before().isEmpty()) {
      return Splice.apply(frame.raw(), passing.splices());
    }
    events.forEach(this::keep);
    return message(null);
  }

  @Override
  public Bytes write(List<Event> events) {
    crossed = true;
    for (Event event : events) {
      closing.note(event);
      if (closing.first(event)) {
        keep(event);
      }
    }
    return Bytes.EMPTY;
  }

  private void keep(Event event) {
    switch (event) {
      case Event.Text(var _, String text, var _) -> text(text);
      case Event.Refusal(var _, String text) -> text(text);
      case Event.TextEnded _ -> blocks.add(new TextBlock(new StringBuilder()));
      case Event.Thinking(String text) -> thinking().text.append(text);
      case Event.Signature(String value, boolean redacted) -> {
        if (redacted) {
          blocks.add(new RedactedBlock(value));
        } else {
          thinking().signature.append(value);
        }
      }
      case Event.ToolStarted tool -> {
        String id = closing.callId(tool.id(), tool.index());
        blocks.add(new ToolBlock(tool.index(), id, tool.name(), new StringBuilder()));
      }
      case Event.ToolArguments arguments -> arguments(arguments);
      case Event.Sealed(var _, String kind, var _) -> closing.lost(kind, Format.NOT_KNOWN);
      case Event.Unknown(String kind, var _) -> closing.lost(kind, Format.NOT_KNOWN);
      case Event.Started _,
          Event.ToolEnded _,
          Event.Used _,
          Event.Finished _,
          Event.Failed _,
          Event.Vector _,
          Event.Counted _,
          Event.Ended _ -> {}
    }
  }

  private void text(String text) {
    if (!blocks.isEmpty() && blocks.getLast() instanceof TextBlock(var open)) {
      open.append(text);
    } else {
      blocks.add(new TextBlock(new StringBuilder(text)));
    }
  }

  private ThinkingBlock thinking() {
    if (!blocks.isEmpty()
        && blocks.getLast() instanceof ThinkingBlock open
        && open.signature.isEmpty()) {
      return open;
    }
    var block = new ThinkingBlock(new StringBuilder(), new StringBuilder());
    blocks.add(block);
    return block;
  }

  private void arguments(Event.ToolArguments piece) {
    for (Block block : blocks) {
      if (block instanceof ToolBlock tool && tool.index == piece.index()) {
        tool.arguments.append(piece.fragment());
      }
    }
  }

  private Bytes message(@Nullable Fault cut) {
    var json = new JsonWriter(1_024).object().name("output").object().name("message").object();
    json.field("role", "assistant").name("content").array();
    if (cut == null) {
      blocks.forEach(block -> write(json, block));
    }
    json.endArray().endObject().endObject();
    closing.reason(json, cut);
    return closing.usage(json).endObject().done();
  }

  private void write(JsonWriter json, Block block) {
    switch (block) {
      case TextBlock(var text) -> {
        if (!text.isEmpty()) {
          json.object().field("text", text.toString()).endObject();
        }
      }
      case ThinkingBlock(var text, var signature) -> {
        json.object().name("reasoningContent").object().name("reasoningText").object();
        json.field("text", text.toString());
        if (!signature.isEmpty()) {
          json.field("signature", signature.toString());
        }
        json.endObject().endObject().endObject();
      }
      case RedactedBlock(String value) -> {
        json.object().name("reasoningContent").object();
        json.field("redactedContent", value).endObject().endObject();
      }
      case ToolBlock tool -> {
        json.object().name("toolUse").object();
        json.field("toolUseId", tool.id).field("name", tool.name);
        json.field("input", input(tool.arguments.toString())).endObject().endObject();
      }
    }
  }

  private Bytes input(String arguments) {
    var bytes = Bytes.utf8(arguments);
    Json json = Fields.lenient(bytes);
    if (json.isObject()) {
      return bytes;
    }
    if (!arguments.isBlank() && json.kind() != Json.Kind.NULL) {
      closing.lost("toolUse.input", "the arguments are not a JSON object");
    }
    return EMPTY_OBJECT;
  }

  @Override
  public Bytes end() {
    return crossed ? message(null) : Bytes.EMPTY;
  }

  @Override
  public Bytes cut(Fault fault) {
    return message(fault);
  }

  @Override
  public Bytes broken(Fault fault) {
    return Errors.refusal(fault, closing.exchange());
  }

  @Override
  public List<Loss> losses() {
    return closing.losses();
  }
}
