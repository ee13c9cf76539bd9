package io.sluice.wire.bedrock;

import io.sluice.json.JsonWriter;
import io.sluice.model.Event;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The content blocks of a stream being written. Blocks follow one another and never interleave:
 * what is said of a second tool call while a first is open waits for the first to end. Only tool
 * calls have an event that opens them.
 */
final class Blocks {
  private static final int NONE = -1;
  private static final String NULL = "null";

  private final Closing closing;
  private final Map<Integer, Waiting> waiting = new LinkedHashMap<>(2);
  private Kind kind = Kind.NONE;
  private int next;
  private int tool = NONE;
  private StringBuilder head = new StringBuilder();
  private boolean headSaid;

  private enum Kind {
    NONE,
    TEXT,
    THINKING,
    TOOL,
    /** A block that the provider opened and that passed as it was. */
    PASSED
  }

  /** A tool call whose turn has not come. */
  private static final class Waiting {
    final Event.ToolStarted call;
    final StringBuilder arguments = new StringBuilder();
    boolean ended;

    Waiting(Event.ToolStarted call) {
      this.call = call;
    }
  }

  Blocks(Closing closing) {
    this.closing = closing;
  }

  /** The provider's own bytes said something of block {@code index}, or that it is complete. */
  void passed(int index, boolean complete) {
    kind = complete ? Kind.NONE : Kind.PASSED;
    next = index + 1;
    tool = NONE;
  }

  /** True while a block is open. */
  boolean isOpen() {
    return kind != Kind.NONE;
  }

  void text(EventText out, String text) {
    if (!text.isEmpty()) {
      if (kind != Kind.PASSED) {
        open(out, Kind.TEXT);
      }
      out.event(
          "contentBlockDelta", delta(text.length()).field("text", text).endObject().endObject());
    }
  }

  void thinking(EventText out, String text) {
    if (!text.isEmpty()) {
      open(out, Kind.THINKING);
      reasoning(out, "text", text);
    }
  }

  void signature(EventText out, String value, boolean redacted) {
    if (redacted) {
      close(out);
      open(out, Kind.THINKING);
      reasoning(out, "redactedContent", value);
      close(out);
    } else {
      open(out, Kind.THINKING);
      reasoning(out, "signature", value);
      close(out); // more reasoning is another block, with a signature of its own
    }
  }

  private void reasoning(EventText out, String member, String value) {
    var json = delta(value.length()).name("reasoningContent").object().field(member, value);
    out.event("contentBlockDelta", json.endObject().endObject().endObject());
  }

  void toolStarted(EventText out, Event.ToolStarted call) {
    if (kind == Kind.TOOL) {
      waiting.put(call.index(), new Waiting(call));
    } else {
      openTool(out, call);
    }
  }

  private void openTool(EventText out, Event.ToolStarted call) {
    open(out, Kind.TOOL);
    tool = call.index();
    head = new StringBuilder();
    headSaid = false;
    var json = block().name("start").object().name("toolUse").object();
    json.field("toolUseId", closing.callId(call.id(), call.index())).field("name", call.name());
    out.event("contentBlockStart", json.endObject().endObject().endObject());
  }

  /** Arguments that are nothing but {@code null} are left out: here they are always an object. */
  void arguments(EventText out, int index, String fragment) {
    Waiting later = waiting.get(index);
    if (later != null) {
      later.arguments.append(fragment);
    } else if (kind == Kind.PASSED || headSaid && index == tool) {
      input(out, fragment);
    } else if (index == tool) {
      head.append(fragment);
      if (!NULL.startsWith(head.toString().strip())) {
        headSaid = true;
        input(out, head.toString());
      }
    }
  }

  private void input(EventText out, String fragment) {
    if (!fragment.isEmpty()) {
      var json = delta(fragment.length()).name("toolUse").object().field("input", fragment);
      out.event("contentBlockDelta", json.endObject().endObject().endObject());
    }
  }

  void toolEnded(EventText out, int index) {
    Waiting later = waiting.get(index);
    if (later != null) {
      later.ended = true;
    } else if (index == tool && kind == Kind.TOOL) {
      close(out);
      turns(out);
    }
  }

  private void turns(EventText out) {
    while (!waiting.isEmpty() && kind != Kind.TOOL) {
      Waiting now = waiting.values().iterator().next();
      waiting.remove(now.call.index());
      openTool(out, now.call);
      arguments(out, now.call.index(), now.arguments.toString());
      if (now.ended) {
        close(out);
      }
    }
  }

  /** Ends the open block; {@code complete}: and says what still waits. */
  void closeAll(EventText out, boolean complete) {
    close(out);
    while (complete && !waiting.isEmpty()) {
      turns(out);
      close(out);
    }
  }

  /** Ends the open block, if there is one. */
  void close(EventText out) {
    if (kind != Kind.NONE) {
      out.event("contentBlockStop", block().endObject());
      kind = Kind.NONE;
      tool = NONE;
    }
  }

  private void open(EventText out, Kind wanted) {
    if (kind != wanted || wanted == Kind.TOOL) {
      close(out);
      kind = wanted;
      next++;
    }
  }

  private JsonWriter block() {
    return new JsonWriter(128).object().field("contentBlockIndex", next - 1);
  }

  private JsonWriter delta(int chars) {
    var json = new JsonWriter(64 + chars).object().field("contentBlockIndex", next - 1);
    return json.name("delta").object();
  }
}
