package io.sluice.wire.anthropic;

import io.sluice.json.JsonWriter;
import io.sluice.model.Event;
import io.sluice.wire.SseText;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The content blocks of a stream being written. Blocks follow one another and never interleave:
 * what is said of a second tool call while a first is open waits for the first to end.
 */
final class Blocks {
  /** Blocks of one answer are numbered below this. */
  static final int MOST = 100_000;

  private static final int NONE = -1;
  private static final String NULL = "null";
  private static final String JSON_DELTA = "input_json_delta";
  private static final String JSON_MEMBER = "partial_json";

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

  /** The provider's own bytes opened block {@code index}. */
  void opened(int index) {
    kind = Kind.PASSED;
    next = index + 1;
  }

  /** The provider's own bytes closed the open block. */
  void closed() {
    kind = Kind.NONE;
    tool = NONE;
  }

  /** True while a block is open. */
  boolean isOpen() {
    return kind != Kind.NONE;
  }

  void text(SseText out, String text) {
    if (text.isEmpty()) {
      return;
    }
    if (kind != Kind.PASSED) {
      open(out, Kind.TEXT);
    }
    delta(out, "text_delta", "text", text);
  }

  void thinking(SseText out, String text) {
    if (text.isEmpty()) {
      return;
    }
    if (kind != Kind.PASSED) {
      open(out, Kind.THINKING);
    }
    delta(out, "thinking_delta", "thinking", text);
  }

  void signature(SseText out, String value, boolean redacted) {
    if (redacted) {
      close(out);
      var json = start().field("type", "redacted_thinking").field("data", value);
      out.event("content_block_start", json.endObject().endObject());
      kind = Kind.THINKING;
      close(out);
    } else {
      open(out, Kind.THINKING);
      delta(out, "signature_delta", "signature", value);
      close(out); // more reasoning is another block, with a signature of its own
    }
  }

  void toolStarted(SseText out, Event.ToolStarted call) {
    if (kind == Kind.TOOL) {
      waiting.put(call.index(), new Waiting(call));
    } else {
      openTool(out, call);
    }
  }

  private void openTool(SseText out, Event.ToolStarted call) {
    close(out);
    tool = call.index();
    head = new StringBuilder();
    headSaid = false;
    var json = start().field("type", "tool_use");
    json.field("id", closing.callId(call.id(), call.index())).field("name", call.name());
    json.name("input").object().endObject();
    out.event("content_block_start", json.endObject().endObject());
    kind = Kind.TOOL;
    delta(out, JSON_DELTA, JSON_MEMBER, ""); // as the provider itself does: clients wait for one
  }

  /** Arguments that are nothing but {@code null} are left out: here they are always an object. */
  void arguments(SseText out, int index, String fragment) {
    Waiting later = waiting.get(index);
    if (later != null) {
      later.arguments.append(fragment);
    } else if (headSaid || kind == Kind.PASSED) {
      json(out, fragment);
    } else if (index == tool) {
      head.append(fragment);
      if (!NULL.startsWith(head.toString().strip())) {
        headSaid = true;
        json(out, head.toString());
      }
    }
  }

  private void json(SseText out, String fragment) {
    if (!fragment.isEmpty()) {
      delta(out, JSON_DELTA, JSON_MEMBER, fragment);
    }
  }

  void toolEnded(SseText out, int index) {
    Waiting later = waiting.get(index);
    if (later != null) {
      later.ended = true;
      return;
    }
    if (index == tool && kind == Kind.TOOL) {
      close(out);
      turns(out);
    }
  }

  private void turns(SseText out) {
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
  void closeAll(SseText out, boolean complete) {
    close(out);
    while (complete && !waiting.isEmpty()) {
      turns(out);
      close(out);
    }
  }

  /** Ends the open block, if there is one. */
  void close(SseText out) {
    if (kind == Kind.NONE) {
      return;
    }
    var json = new JsonWriter(64).object().field("type", "content_block_stop");
    out.event("content_block_stop", json.field("index", next - 1).endObject());
    closed();
  }

  private void open(SseText out, Kind wanted) {
    if (kind == wanted) {
      return;
    }
    close(out);
    var json = start();
    if (wanted == Kind.TEXT) {
      json.field("type", "text").field("text", "");
    } else {
      json.field("type", "thinking").field("thinking", "").field("signature", "");
    }
    out.event("content_block_start", json.endObject().endObject());
    kind = wanted;
  }

  private JsonWriter start() {
    var json = new JsonWriter(192).object().field("type", "content_block_start");
    return json.field("index", next++).name("content_block").object();
  }

  private void delta(SseText out, String type, String member, String text) {
    var json = new JsonWriter(96 + text.length()).object().field("type", "content_block_delta");
    json.field("index", next - 1).name("delta").object().field("type", type);
    out.event("content_block_delta", json.field(member, text).endObject().endObject());
  }
}
