package io.sluice.wire.gemini;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Finish;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the candidates of an answer, whole or piece by piece. */
final class ReadCandidates {
  private static final Bytes NO_ARGUMENTS = Bytes.utf8("{}");

  /** Members of a candidate that are read, or that say nothing of the answer. */
  private static final Set<String> KNOWN =
      Set.of("content", "finishReason", "index", "tokenCount", "avgLogprobs", "finishMessage");

  private final List<One> open = new ArrayList<>(1);
  private boolean blocked;

  /** One candidate so far. */
  private static final class One {
    int calls;
    boolean ended;
  }

  /** True if every candidate that began has ended, or the prompt was refused. */
  boolean finished() {
    return blocked || !open.isEmpty() && open.stream().allMatch(one -> one.ended);
  }

  /** The prompt was refused: there is no answer. */
  void blocked(Json feedback, List<Event> events) {
    if (!blocked) {
      blocked = true;
      events.add(new Event.Unknown("promptFeedback", feedback.raw()));
      events.add(new Event.Finished(0, Finish.CONTENT_FILTER, ""));
    }
  }

  /** One piece. {@code shift} leads from positions in the JSON to positions in the frame. */
  void read(Json candidate, int shift, List<Event> events) {
    int index = Math.clamp(candidate.integer("index", 0), 0, Format.MOST_CANDIDATES - 1);
    while (open.size() <= index) {
      open.add(new One());
    }
    One one = open.get(index);
    for (Json part : candidate.at("content").at("parts").items()) {
      part(index, one, new Place(part, shift), events);
    }
    for (Json.Field field : candidate.fields()) {
      if (!KNOWN.contains(field.name()) && says(field.value())) {
        events.add(new Event.Unknown(field.name(), field.value().raw()));
      }
    }
    String reason = candidate.text("finishReason", "");
    if (!reason.isEmpty() && !reason.equals("FINISH_REASON_UNSPECIFIED") && !one.ended) {
      one.ended = true;
      events.add(new Event.Finished(index, finish(reason, one.calls > 0), ""));
    }
  }

  private static boolean says(Json value) {
    return switch (value.kind()) {
      case OBJECT -> !value.fields().isEmpty();
      case ARRAY -> !value.items().isEmpty();
      case STRING, NUMBER, TRUE, FALSE -> true;
      case NULL, MISSING -> false;
    };
  }

  /** A part, and how far its frame's bytes are before it. */
  private record Place(Json part, int shift) {
    Span moved(Span span) {
      return new Span(span.start() + shift, span.end() + shift);
    }
  }

  private static void part(int index, One one, Place place, List<Event> events) {
    Json part = place.part();
    Json signature = part.at(Format.SIGNATURE);
    if (signature.isString() && index == 0) {
      events.add(new Event.Sealed(Format.NAME, Format.SIGNATURE, signature.raw()));
    }
    Json text = part.at("text");
    Json call = part.at("functionCall");
    if (text.isString()) {
      String said = text.string().orElse("");
      if (part.at("thought").bool(false)) {
        if (!said.isEmpty() && index == 0) {
          events.add(new Event.Thinking(said));
        }
      } else if (!said.isEmpty()) {
        events.add(new Event.Text(index, said, place.moved(text.inside())));
      }
    } else if (call.isObject() && call.at("name").isString() && !call.at("args").isArray()) {
      int number = one.calls++;
      Json args = call.at("args");
      events.add(new Event.ToolStarted(index, number, call.text("id", ""), call.text("name", "")));
      events.add(
          args.isObject()
              ? new Event.ToolArguments(index, number, args.raw().utf8(), place.moved(args.span()))
              : new Event.ToolArguments(index, number, NO_ARGUMENTS.utf8(), Span.NONE));
      events.add(new Event.ToolEnded(index, number));
    } else {
      other(part, events);
    }
  }

  private static void other(Json part, List<Event> events) {
    for (Json.Field field : part.fields()) {
      if (!field.name().equals(Format.SIGNATURE) && !field.name().equals("thought")) {
        events.add(new Event.Unknown("content." + field.name(), part.raw()));
        return;
      }
    }
  }

  private static Finish finish(String reason, boolean calls) {
    return switch (reason) {
      case "STOP" -> calls ? Finish.TOOL_CALLS : Finish.STOP;
      case "MAX_TOKENS" -> Finish.LENGTH;
      case "SAFETY",
          "RECITATION",
          "LANGUAGE",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION",
          "MODEL_ARMOR" ->
          Finish.CONTENT_FILTER;
      default -> Finish.OTHER;
    };
  }
}
