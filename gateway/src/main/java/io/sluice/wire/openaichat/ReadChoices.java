package io.sluice.wire.openaichat;

import io.sluice.json.Json;
import io.sluice.model.Event;
import io.sluice.model.Finish;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.List;

/** Reads the choices of an answer: pieces of a stream, or whole messages. */
final class ReadChoices {
  /** In place of a shift: what is read stands nowhere in the frame as it is. */
  static final int NOWHERE = -1;

  private final List<Calls> open = new ArrayList<>(1);
  private boolean finished;

  /** The tool calls of one choice, by the order in which they began. */
  private static final class Calls {
    final List<String> ids = new ArrayList<>(2);
    final List<Integer> numbers = new ArrayList<>(2);
    boolean ended;
  }

  /** True if every choice that began has ended. */
  boolean finished() {
    return finished && open.stream().allMatch(calls -> calls.ended);
  }

  /** One piece. {@code shift} leads from positions in the JSON to positions in the frame. */
  void delta(Json choice, int shift, List<Event> events) {
    int index = index(choice);
    said(index, choice.at("delta"), shift, events);
    if (choice.at("logprobs").isObject()) {
      events.add(new Event.Unknown("logprobs", choice.at("logprobs").raw()));
    }
    finish(index, choice, events);
  }

  /** One whole message. */
  void message(Json choice, List<Event> events) {
    int index = index(choice);
    said(index, choice.at("message"), 0, events);
    if (choice.at("logprobs").isObject()) {
      events.add(new Event.Unknown("logprobs", choice.at("logprobs").raw()));
    }
    finish(index, choice, events);
  }

  private int index(Json choice) {
    int index = Math.clamp(choice.integer("index", 0), 0, Format.MOST_CHOICES - 1);
    while (open.size() <= index) {
      open.add(new Calls());
    }
    return index;
  }

  private void said(int index, Json message, int shift, List<Event> events) {
    for (Json.Field field : message.fields()) {
      Json value = field.value();
      switch (field.name()) {
        case "role", "name" -> {}
        case "content" -> content(index, value, shift, events);
        case "reasoning_content", "reasoning" -> {
          if (value.isString() && !thoughtTwice(field.name(), message)) {
            thought(value, events);
          }
        }
        case "refusal" -> refusal(index, value, events);
        case "tool_calls" -> {
          for (Json call : value.items()) {
            call(index, call, shift, events);
          }
        }
        default -> unknown(field, events);
      }
    }
  }

  private static boolean thoughtTwice(String name, Json message) {
    return name.equals("reasoning") && message.at("reasoning_content").isString();
  }

  private static void content(int index, Json content, int shift, List<Event> events) {
    if (content.isString()) {
      text(index, content, shift, events);
    }
    for (Json part : content.items()) { // Mistral says lists of parts
      if (part.at("text").isString()) {
        text(index, part.at("text"), shift, events);
      } else if (part.text("type", "").equals("thinking")) {
        for (Json piece : part.at("thinking").items()) {
          thought(piece.at("text"), events);
        }
      } else {
        events.add(new Event.Unknown("content." + part.text("type", ""), part.raw()));
      }
    }
  }

  private static void text(int index, Json string, int shift, List<Event> events) {
    String text = string.string().orElse("");
    if (!text.isEmpty()) {
      events.add(new Event.Text(index, text, moved(string, shift)));
    }
  }

  private static void thought(Json string, List<Event> events) {
    String text = string.string().orElse("");
    if (!text.isEmpty()) {
      events.add(new Event.Thinking(text));
    }
  }

  private static void refusal(int index, Json string, List<Event> events) {
    String text = string.string().orElse("");
    if (!text.isEmpty()) {
      events.add(new Event.Refusal(index, text));
    }
  }

  private static void unknown(Json.Field field, List<Event> events) {
    boolean says =
        switch (field.value().kind()) {
          case OBJECT -> !field.value().fields().isEmpty();
          case ARRAY -> !field.value().items().isEmpty();
          case STRING -> !field.value().string().orElse("").isEmpty();
          case NUMBER, TRUE, FALSE -> true;
          case NULL, MISSING -> false;
        };
    if (says) {
      events.add(new Event.Unknown(field.name(), field.value().raw()));
    }
  }

  private void call(int choice, Json call, int shift, List<Event> events) {
    Json function = call.at("function");
    String id = call.text("id", "");
    String name = function.text("name", "");
    Calls calls = open.get(choice);
    int known = known(calls, call, name);
    int slot = known;
    if (known < 0) {
      slot = calls.ids.size();
      calls.ids.add(id);
      calls.numbers.add((int) call.integer("index", slot));
      events.add(new Event.ToolStarted(choice, slot, id, name));
    }
    Json arguments = function.at("arguments");
    if (arguments.isObject()) { // not as the format has it, but as some servers do
      events.add(new Event.ToolArguments(choice, slot, arguments.raw().utf8(), Span.NONE));
    } else if (arguments.isString() || known >= 0) {
      String fragment = arguments.string().orElse("");
      var span = arguments.isString() ? moved(arguments, shift) : Span.NONE;
      events.add(new Event.ToolArguments(choice, slot, fragment, span));
    }
  }

  /**
   * Which call a fragment continues; -1: it begins one. Fragments may lack an id, an index or both;
   * ids may be repeated in every fragment; some servers give every call of an answer the index 0.
   */
  private static int known(Calls calls, Json call, String name) {
    String id = call.text("id", "");
    long number = call.integer("index", -1);
    for (int slot = calls.ids.size() - 1; slot >= 0; slot--) {
      String before = calls.ids.get(slot);
      boolean sameId = !id.isEmpty() && id.equals(before);
      boolean otherId = !id.isEmpty() && !before.isEmpty() && !sameId;
      boolean sameNumber = number >= 0 && calls.numbers.get(slot) == number;
      if (number < 0 ? sameId : sameNumber && !(otherId && !name.isEmpty())) {
        return slot;
      }
    }
    boolean begins = number >= 0 || !id.isEmpty() || !name.isEmpty();
    return begins ? -1 : calls.ids.size() - 1;
  }

  private void finish(int index, Json choice, List<Event> events) {
    String reason = choice.text("finish_reason", "");
    if (reason.isEmpty() || open.get(index).ended) {
      return;
    }
    finished = true;
    Calls calls = open.get(index);
    calls.ended = true;
    for (int slot = 0; slot < calls.ids.size(); slot++) {
      events.add(new Event.ToolEnded(index, slot));
    }
    events.add(new Event.Finished(index, finish(reason), ""));
  }

  private static Span moved(Json string, int shift) {
    return shift == NOWHERE
        ? Span.NONE
        : new Span(string.inside().start() + shift, string.inside().end() + shift);
  }

  private static Finish finish(String reason) {
    return switch (reason) {
      case "stop" -> Finish.STOP;
      case "length" -> Finish.LENGTH;
      case "tool_calls", "function_call" -> Finish.TOOL_CALLS;
      case "content_filter" -> Finish.CONTENT_FILTER;
      default -> Finish.OTHER;
    };
  }
}
