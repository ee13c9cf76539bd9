package io.sluice.wire.bedrock;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Extra;
import io.sluice.model.Message;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Segment;
import io.sluice.model.Tools;
import io.sluice.model.Tools.Choice;
import io.sluice.model.Tools.Parallel;
import io.sluice.model.Tools.Tool;
import io.sluice.wire.Fields;
import io.sluice.wire.Outgoing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Writes the tools of a request from another format. */
final class WriteTools {
  private static final Bytes NO_SCHEMA = Bytes.utf8("{\"type\":\"object\",\"properties\":{}}");

  private final Tools tools;
  private final Set<String> called;
  private final Outgoing outgoing;
  private final BiConsumer<String, String> lost;

  WriteTools(Prompt prompt, Outgoing outgoing, BiConsumer<String, String> lost) {
    this.tools = prompt.tools();
    this.called = called(prompt);
    this.outgoing = outgoing;
    this.lost = lost;
  }

  private static Set<String> called(Prompt prompt) {
    var names = new LinkedHashSet<String>();
    for (Message message : prompt.messages()) {
      for (Part part : message.parts()) {
        if (part instanceof Part.ToolCall call) {
          names.add(call.name());
        }
      }
    }
    return names;
  }

  /**
   * A conversation with tool calls must offer tools here: where none is offered any more, those
   * that were called are. Calls cannot be forbidden otherwise than by offering nothing.
   */
  void write(JsonWriter out) {
    List<Tool> own = own();
    boolean forbidden = tools.choice() == Choice.NONE;
    if (own.isEmpty() && called.isEmpty() || forbidden && called.isEmpty()) {
      return;
    }
    if (forbidden) {
      lost.accept("tool_choice", "calls cannot be forbidden after a call");
    }
    out.name("toolConfig").object().name("tools").array();
    for (Tool tool : own) {
      tool(out, tool);
    }
    if (own.isEmpty()) {
      lost.accept("tools", "the tools that were called are offered: this format asks for some");
      for (String name : called) {
        out.object().name("toolSpec").object().field("name", name);
        out.name("inputSchema").object().field("json", NO_SCHEMA).endObject();
        out.endObject().endObject();
      }
    }
    out.endArray();
    choice(out);
    out.endObject();
  }

  private List<Tool> own() {
    var own = new ArrayList<Tool>(tools.offered().size());
    for (Tool tool : tools.offered()) {
      if (tool.extras().stream().anyMatch(extra -> extra.name().equals("provider_tool"))) {
        lost.accept("tools[]." + tool.name(), "a tool that only the other format knows");
      } else {
        own.add(tool);
      }
    }
    return own;
  }

  private void choice(JsonWriter out) {
    if (tools.parallel() == Parallel.NO) {
      lost.accept("parallel_tool_calls", Format.NOT_KNOWN);
    }
    switch (tools.choice()) {
      case UNSET, NONE -> {}
      case AUTO -> out.name("toolChoice").object().name("auto").object().endObject().endObject();
      case REQUIRED -> out.name("toolChoice").object().name("any").object().endObject().endObject();
      case NAMED -> {
        out.name("toolChoice").object().name("tool").object();
        out.field("name", tools.chosen()).endObject().endObject();
      }
    }
  }

  private void tool(JsonWriter out, Tool tool) {
    out.object().name("toolSpec").object().field("name", tool.name());
    String description = text(tool.description());
    if (!description.isBlank()) {
      out.field("description", description);
    }
    String schema = text(tool.schema());
    out.name("inputSchema").object();
    out.field("json", schema.isEmpty() ? NO_SCHEMA : Bytes.utf8(schema)).endObject();
    Bytes cache = null;
    for (Extra extra : tool.extras()) {
      switch (extra.name()) {
        case "strict" -> out.field("strict", Fields.lenient(extra.json()).bool(false));
        case "cache_control" -> cache = extra.json();
        default -> lost.accept("tools[]." + extra.name(), Format.NOT_KNOWN);
      }
    }
    out.endObject().endObject();
    if (cache != null) {
      WriteBlocks.cachePoint(out, cache);
    }
  }

  private String text(Segment segment) {
    return segment.text().isEmpty() ? "" : outgoing.texts().apply(segment).text();
  }
}
