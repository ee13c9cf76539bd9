package io.sluice.wire.openairesponses;

import io.sluice.json.Json;
import io.sluice.model.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads output items, and knows of each what of it was said already. */
final class ReadOutput {
  private final Map<Integer, Call> calls = new HashMap<>(2);
  private final Set<Place> said = new HashSet<>(2);
  private final Set<Place> ended = new HashSet<>(2);
  private final Set<Integer> thought = new HashSet<>(1);
  private final Set<Integer> whole = new HashSet<>(2);

  /** One part of one item. */
  record Place(int item, int part) {}

  /** A tool call and how far it is said. */
  private static final class Call {
    boolean arguments;
    boolean ended;
  }

  /** True if the model asked for a tool that the caller runs. */
  boolean tools() {
    return !calls.isEmpty();
  }

  /** An item begins. */
  void begun(int index, Json item, List<Event> events) {
    if (isCall(item)) {
      started(index, item, events);
    }
  }

  private static boolean isCall(Json item) {
    String type = item.text("type", "");
    return type.equals("function_call") || type.equals("custom_tool_call");
  }

  private Call started(int index, Json item, List<Event> events) {
    Call known = calls.get(index);
    if (known != null) {
      return known;
    }
    var call = new Call();
    calls.put(index, call);
    String id = item.text("call_id", item.text("id", ""));
    events.add(new Event.ToolStarted(0, index, id, item.text("name", "")));
    return call;
  }

  void text(Place place, Json piece, int shift, List<Event> events) {
    said.add(place);
    events.add(new Event.Text(0, piece.string().orElse(""), ReadEvents.moved(piece, shift)));
  }

  /** A text is complete; it is said here if its pieces did not come. */
  void textDone(Place place, Json text, int shift, List<Event> events) {
    if (!said.contains(place) && !text.string().orElse("").isEmpty()) {
      text(place, text, shift, events);
    }
    if (ended.add(place)) {
      events.add(new Event.TextEnded(0));
    }
  }

  void refused(Place place, String piece, List<Event> events) {
    said.add(place);
    if (!piece.isEmpty()) {
      events.add(new Event.Refusal(0, piece));
    }
  }

  void thought(int index, String piece, List<Event> events) {
    thought.add(index);
    if (!piece.isEmpty()) {
      events.add(new Event.Thinking(piece));
    }
  }

  void argument(int index, Json piece, int shift, List<Event> events) {
    Call call = calls.get(index);
    if (call != null) {
      call.arguments = true;
      events.add(
          new Event.ToolArguments(
              0, index, piece.string().orElse(""), ReadEvents.moved(piece, shift)));
    }
  }

  /** The arguments are complete; they are said here if their pieces did not come. */
  void argumentsDone(int index, Json arguments, int shift, List<Event> events) {
    Call call = calls.get(index);
    if (call == null || call.ended) {
      return;
    }
    if (!call.arguments && !arguments.string().orElse("").isEmpty()) {
      argument(index, arguments, shift, events);
    }
    call.ended = true;
    events.add(new Event.ToolEnded(0, index));
  }

  /** An item that is complete: what of it was not said yet is said now. */
  void whole(int index, Json item, int shift, List<Event> events) {
    if (!whole.add(index)) {
      return;
    }
    String type = item.text("type", "");
    switch (type) {
      case "message" -> message(index, item, shift, events);
      case "function_call" -> {
        started(index, item, events);
        argumentsDone(index, item.at("arguments"), shift, events);
      }
      case "custom_tool_call" -> {
        started(index, item, events);
        argumentsDone(index, item.at("input"), shift, events);
      }
      case "reasoning" -> reasoning(index, item, events);
      default -> events.add(new Event.Unknown("output." + type, item.raw()));
    }
  }

  private void message(int index, Json item, int shift, List<Event> events) {
    int number = 0;
    for (Json part : item.at("content").items()) {
      var place = new Place(index, number++);
      switch (part.text("type", "")) {
        case "output_text", "text" -> textPart(place, part, shift, events);
        case "refusal" -> {
          if (!said.contains(place)) {
            refused(place, part.text("refusal", ""), events);
          }
        }
        default -> events.add(new Event.Unknown("content." + part.text("type", ""), part.raw()));
      }
    }
  }

  private void textPart(Place place, Json part, int shift, List<Event> events) {
    textDone(place, part.at("text"), shift, events);
    if (!part.at("annotations").items().isEmpty()) {
      events.add(new Event.Unknown("annotations", part.at("annotations").raw()));
    }
    if (!part.at("logprobs").items().isEmpty()) {
      events.add(new Event.Unknown("logprobs", part.at("logprobs").raw()));
    }
  }

  private void reasoning(int index, Json item, List<Event> events) {
    if (!thought.contains(index)) {
      for (String list : List.of("summary", "content")) {
        for (Json part : item.at(list).items()) {
          thought(index, part.text("text", ""), events);
        }
      }
    }
    if (!item.text("encrypted_content", "").isEmpty()) {
      events.add(new Event.Sealed(Format.NAME, "reasoning", item.raw()));
    }
  }
}
