package io.sluice.wire;

import io.sluice.model.Event;
import io.sluice.model.Extra;
import io.sluice.model.Loss;
import io.sluice.model.Message;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.model.Segment;
import io.sluice.model.Tools;
import java.util.ArrayList;
import java.util.List;

/** Requests and answers told in lines that a reviewer can read and a test can compare. */
final class Told {
  private Told() {}

  static String request(Request request) {
    var out = new StringBuilder();
    var traits = request.traits();
    out.append(traits.call()).append('\n').append(traits.size()).append('\n');
    out.append("modalities ").append(traits.modalities()).append(" tools ").append(traits.tools());
    out.append(" terms ").append(traits.terms()).append('\n');
    for (Segment segment : request.segments()) {
      out.append("segment ").append(segment.source()).append(' ').append(segment.coding());
      out.append(' ').append(quoted(segment.text())).append('\n');
    }
    if (request instanceof Prompt prompt) {
      prompt(out, prompt);
    }
    return out.toString();
  }

  private static void prompt(StringBuilder out, Prompt prompt) {
    for (Message message : prompt.messages()) {
      out.append(message.role()).append(' ').append(extras(message.extras())).append('\n');
      message.parts().forEach(part -> part(out, "  ", part));
    }
    Tools tools = prompt.tools();
    for (Tools.Tool tool : tools.offered()) {
      out.append("tool ").append(tool.name()).append(' ').append(extras(tool.extras()));
      out.append('\n');
    }
    out.append("choice ").append(tools.choice()).append(' ').append(tools.chosen()).append(' ');
    out.append(tools.parallel()).append('\n').append(prompt.sampling()).append('\n');
    out.append("shape ").append(prompt.shape().kind()).append(' ').append(prompt.shape().name());
    out.append('\n').append("extras ").append(extras(prompt.extras())).append('\n');
  }

  private static void part(StringBuilder out, String indent, Part part) {
    out.append(indent);
    switch (part) {
      case Part.Text(var segment, var extras) ->
          out.append("text ").append(quoted(segment.text())).append(' ').append(extras(extras));
      case Part.Image(String type, String content, boolean url, var extras) ->
          out.append("image %s %s %s %s".formatted(type, content, url, extras(extras)));
      case Part.Document(String type, String content, boolean url, var name, var extras) -> {
        String title = quoted(name.text());
        out.append("document %s %s %s %s %s".formatted(type, content, url, title, extras(extras)));
      }
      case Part.ToolCall(String id, String name, var arguments, var extras) ->
          out.append("call ")
              .append(id)
              .append(' ')
              .append(name)
              .append(' ')
              .append(quoted(arguments.text()))
              .append(' ')
              .append(extras(extras));
      case Part.ToolResult(String id, var content, boolean error, var extras) -> {
        out.append("result ").append(id).append(" error=").append(error).append(' ');
        out.append(extras(extras)).append('\n');
        content.forEach(inner -> part(out, indent + "  ", inner));
        return;
      }
      case Part.Thinking(var segment, String signature, var extras) ->
          out.append("thinking ")
              .append(quoted(segment.text()))
              .append(' ')
              .append(signature)
              .append(' ')
              .append(extras(extras));
      case Part.Opaque(String format, String kind, var json) ->
          out.append("opaque ")
              .append(format)
              .append(' ')
              .append(kind)
              .append(' ')
              .append(json.length());
    }
    out.append('\n');
  }

  private static List<String> extras(List<Extra> extras) {
    return extras.stream().map(Extra::name).toList();
  }

  /** Events in lines, with the pieces of one text joined, so that splits do not matter. */
  static String events(List<Event> events) {
    var out = new StringBuilder();
    for (Event event : events) {
      out.append(
          switch (event) {
            case Event.Text(int choice, String text, var _) ->
                "text " + choice + " " + quoted(text);
            case Event.Refusal(int choice, String text) -> "refusal " + choice + " " + quoted(text);
            case Event.Thinking(String text) -> "thinking " + quoted(text);
            case Event.ToolArguments(int choice, int index, String fragment, var _) ->
                "arguments " + choice + "." + index + " " + quoted(fragment);
            case Event.Unknown(String kind, var json) -> "unknown " + kind + " " + json.utf8();
            case Event.Vector(int index, var json) -> "vector " + index + " " + json.utf8();
            case Event.Failed(var fault) ->
                "failed " + fault.code() + " " + fault.retryable() + " " + fault.message();
            case Event.Sealed(String format, String kind, var json) ->
                "sealed " + format + " " + kind + " " + json.utf8();
            case Event.Started _,
                Event.TextEnded _,
                Event.Signature _,
                Event.ToolStarted _,
                Event.ToolEnded _,
                Event.Counted _,
                Event.Used _,
                Event.Finished _,
                Event.Ended _ ->
                event.toString();
          });
      out.append('\n');
    }
    return out.toString();
  }

  static String losses(List<Loss> losses) {
    var lines = new ArrayList<String>();
    losses.forEach(loss -> lines.add("loss " + loss.text() + "\n"));
    return String.join("", lines);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"") + '"';
  }
}
