package io.sluice.wire.openairesponses;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Span;
import io.sluice.model.Splice;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import io.sluice.wire.SseFrames;
import io.sluice.wire.SseText;
import io.sluice.wire.openairesponses.Item.Texture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Passes on a stream of the same format: its own bytes while nothing is changed. From the first
 * change on, every repetition of a text says what was released of it, what was withheld is left out
 * everywhere, and events are counted anew.
 */
final class PassStream implements Repeats.Released {
  private final Envelope envelope;
  private final Items items;
  private final Map<Integer, Item> withheld = new HashMap<>(0);
  private boolean changed;

  PassStream(Envelope envelope, Items items) {
    this.envelope = envelope;
    this.items = items;
  }

  /** One frame that was read: its JSON, and where that lies in the frame. */
  private record Seen(Frame frame, Json json, int shift) {
    String type() {
      return json.text("type", "");
    }

    int index() {
      return ReadEvents.index(json, "output_index");
    }

    boolean about(String member) {
      return !json.at(member).missing();
    }
  }

  Bytes pass(Frame frame, List<Event> events) {
    if (!changed && events.equals(frame.events())) {
      if (isPiece(events)) {
        said(events);
        items.sequence(items.sequence() + 1);
      } else {
        watch(seen(frame));
      }
      return frame.raw();
    }
    changed = true;
    Seen seen = seen(frame);
    return seen.json().isObject() ? retold(seen, events) : frame.raw();
  }

  /** True for a frame that is nothing but a piece of a text or of a call's arguments. */
  private static boolean isPiece(List<Event> events) {
    return events.size() == 1 && isText(events.getFirst());
  }

  private static boolean isText(Event event) {
    return event instanceof Event.Text || event instanceof Event.ToolArguments;
  }

  private static String text(Event event) {
    return switch (event) {
      case Event.Text(var _, String text, var _) -> text;
      case Event.ToolArguments(var _, var _, String fragment, var _) -> fragment;
      default -> "";
    };
  }

  private static Seen seen(Frame frame) {
    var found = new ArrayList<Seen>(1);
    var frames = new SseFrames();
    SseFrames.Sink sink =
        (raw, _, data) -> {
          if (!data.isEmpty()) {
            found.add(new Seen(frame, Fields.lenient(data), data.within(raw)));
          }
        };
    frames.accept(frame.raw(), sink);
    frames.end(sink);
    return found.isEmpty() ? new Seen(frame, Json.nothing(), 0) : found.getFirst();
  }

  /** Remembers a text as it was said in the provider's own frames. */
  private void said(List<Event> events) {
    for (Event event : events) {
      Item item =
          event instanceof Event.ToolArguments piece ? items.call(piece.index()) : items.speaking();
      if (item != null && isText(event) && !item.pieces().isEmpty()) {
        item.pieces().getLast().text.append(text(event));
      }
    }
  }

  /** Sees what a frame that is passed on begins or ends. */
  private void watch(Seen seen) {
    Json json = seen.json();
    items.sequence(json.integer("sequence_number", items.sequence()) + 1);
    switch (seen.type()) {
      case "response.created", "response.in_progress" -> envelope.adopt(json.at("response"));
      case "response.completed" -> completed(seen);
      case "response.output_item.added" -> items.adopt(Item.of(seen.index(), json.at("item")));
      case "response.output_item.done" -> items.ended(seen.index());
      case "response.content_part.added" -> part(seen, texture(json.at("part")), "content_index");
      case "response.reasoning_summary_part.added" -> part(seen, Texture.SUMMARY, "summary_index");
      case "response.output_text.done",
          "response.refusal.done",
          "response.reasoning_summary_text.done",
          "response.function_call_arguments.done",
          "response.custom_tool_call_input.done" ->
          ended(seen);
      case "response.refusal.delta", "response.reasoning_summary_text.delta" -> spoken(seen);
      default -> said(seen.frame().events());
    }
  }

  private void completed(Seen seen) {
    Json response = seen.json().at("response");
    items.completed(response.text("id", ""), response.raw());
  }

  private static Texture texture(Json part) {
    return part.text("type", "").equals("refusal") ? Texture.REFUSAL : Texture.TEXT;
  }

  private void part(Seen seen, Texture texture, String member) {
    Item item = items.at(seen.index());
    if (item != null) {
      item.piece(ReadEvents.index(seen.json(), member), texture);
    }
  }

  private void ended(Seen seen) {
    said(seen.frame().events());
    Item item = items.at(seen.index());
    if (item != null && !item.pieces().isEmpty()) {
      item.pieces().getLast().ended = true;
    }
  }

  private void spoken(Seen seen) {
    Item item = items.at(seen.index());
    if (item != null && !item.pieces().isEmpty()) {
      item.pieces().getLast().text.append(seen.json().text("delta", ""));
    }
  }

  private Bytes retold(Seen seen, List<Event> events) {
    var out = new SseText();
    if (seen.type().endsWith(".delta") && !seen.frame().events().isEmpty()) {
      piece(seen, events, out);
      return out.bytes();
    }
    var own = new ArrayList<>(seen.frame().events());
    own.removeIf(PassStream::isText);
    var anew = new ArrayList<>(events);
    boolean whole = anew.containsAll(own);
    if (whole) {
      own.forEach(anew::remove);
    }
    anew.forEach(event -> say(event, out));
    if (!whole) {
      hold(seen);
    } else if (!withheld.containsKey(seen.index()) || !seen.about("output_index")) {
      passed(seen, out);
    }
    return out.bytes();
  }

  /** A frame that brings a piece of text: with what may be said of it, or not at all. */
  private void piece(Seen seen, List<Event> events, SseText out) {
    Event old = seen.frame().events().getFirst();
    var said = new StringBuilder();
    for (Event event : events) {
      if (event.getClass() == old.getClass() && isText(event)) {
        said.append(text(event));
      } else {
        say(event, out);
      }
    }
    if (withheld.containsKey(seen.index()) || said.isEmpty() && !text(old).isEmpty()) {
      return;
    }
    Json json = seen.json();
    var splices = new ArrayList<Splice>(2);
    if (isText(old) && !said.toString().equals(text(old))) {
      var repeats = new Repeats(this, envelope);
      repeats.replace(json.at("delta"), said.toString());
      repeats.hide(json.at("logprobs"));
      splices.addAll(repeats.splices(seen.shift()));
    }
    Item item =
        old instanceof Event.ToolArguments piece ? items.call(piece.index()) : items.speaking();
    if (item != null && !item.pieces().isEmpty()) {
      String spoken = isText(old) ? said.toString() : json.text("delta", "");
      item.pieces().getLast().text.append(spoken);
    }
    count(splices, seen);
    out.frame(seen.frame(), splices);
  }

  private void say(Event event, SseText out) {
    switch (event) {
      case Event.Text(var _, String text, var _) -> items.text(out, text);
      case Event.ToolStarted tool -> items.toolStarted(out, tool, withheld.remove(tool.index()));
      case Event.ToolArguments(var _, int call, String fragment, var _) ->
          items.arguments(out, call, fragment);
      case Event.ToolEnded(var _, int call) -> items.toolEnded(out, call);
      default -> {} // said by frames of their own
    }
  }

  @Override
  public @Nullable String said(ReadOutput.Place place) {
    return items.said(place.item(), place.part());
  }

  @Override
  public boolean withheld(int item) {
    return withheld.containsKey(item);
  }

  /** The frame is not passed on: the item that it begins is left out until it is released. */
  private void hold(Seen seen) {
    if (seen.type().equals("response.output_item.added")) {
      Item item = Item.of(seen.index(), seen.json().at("item"));
      withheld.put(item.index(), item);
    }
  }

  private void passed(Seen seen, SseText out) {
    var splices = new ArrayList<Splice>(2);
    count(splices, seen);
    Json json = seen.json();
    int part = ReadEvents.index(json, "content_index");
    var repeats = new Repeats(this, envelope);
    switch (seen.type()) {
      case "response.output_text.done" -> {
        repeats.text(json.at("text"), new ReadOutput.Place(seen.index(), part));
        repeats.hide(json.at("logprobs"));
      }
      case "response.content_part.done" -> repeats.part(json.at("part"), seen.index(), part);
      case "response.function_call_arguments.done" ->
          repeats.text(json.at("arguments"), new ReadOutput.Place(seen.index(), 0));
      case "response.custom_tool_call_input.done" ->
          repeats.text(json.at("input"), new ReadOutput.Place(seen.index(), 0));
      case "response.output_item.done" -> repeats.item(json.at("item"), seen.index());
      case "response.completed", "response.incomplete" ->
          repeats.output(json.at("response").at("output"));
      default -> {}
    }
    splices.addAll(repeats.splices(seen.shift()));
    if (seen.type().equals("response.completed")) {
      completed(seen(new Frame(Splice.apply(seen.frame().raw(), splices), List.of(), false)));
    } else {
      watchChanged(seen);
    }
    out.frame(seen.frame(), splices);
  }

  /** Like {@link #watch}, but texts that were said anew are remembered already. */
  private void watchChanged(Seen seen) {
    long next = items.sequence();
    if (seen.frame().events().stream().anyMatch(PassStream::isText)) {
      return;
    }
    watch(seen);
    items.sequence(next);
  }

  private void count(List<Splice> splices, Seen seen) {
    Json number = seen.json().at("sequence_number");
    long next = items.sequence();
    items.sequence(next + 1);
    if (!number.missing() && number.integer().orElse(-1) != next) {
      var span = new Span(number.span().start() + seen.shift(), number.span().end() + seen.shift());
      splices.add(new Splice(span, Bytes.utf8(Long.toString(next))));
    }
  }
}
