package io.sluice.wire.openairesponses;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Loss;
import io.sluice.model.Splice;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import io.sluice.wire.Kept;
import io.sluice.wire.SseText;
import io.sluice.wire.openairesponses.Envelope.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a response in one piece. */
final class WriteWhole implements AnswerWriter {
  private final Envelope envelope;
  private final Items items;
  private boolean crossed;
  private @Nullable Kept kept;

  WriteWhole(Answering answering) {
    envelope = new Envelope(answering);
    items = new Items(envelope);
  }

  @Override
  public Optional<Kept> kept() {
    return Optional.ofNullable(kept);
  }

  private Bytes keep(Bytes body) {
    Json response = Fields.lenient(body);
    if (envelope.status() == Status.COMPLETED && response.text("status", "").equals("completed")) {
      kept = envelope.kept(response.text("id", ""), body);
    }
    return body;
  }

  @Override
  public Bytes pass(Frame frame, List<Event> events) {
    events.forEach(envelope::note);
    if (events.equals(frame.events())) {
      return keep(frame.raw());
    }
    Json root = Fields.lenient(frame.raw());
    var heard = new Heard(events);
    heard.over(root.at("output"));
    var repeats = new Repeats(heard, envelope);
    repeats.output(root.at("output"));
    return keep(Splice.apply(frame.raw(), repeats.splices(0)));
  }

  /** What was released of a whole answer: texts in their order, calls by their number. */
  private static final class Heard implements Repeats.Released {
    private final List<String> texts = new ArrayList<>();
    private final Map<Integer, StringBuilder> calls = new HashMap<>();
    private final Map<ReadOutput.Place, Integer> order = new HashMap<>();
    private final Set<Integer> silent = new HashSet<>();

    Heard(List<Event> events) {
      var text = new StringBuilder();
      for (Event event : events) {
        switch (event) {
          case Event.Text(var _, String piece, var _) -> text.append(piece);
          case Event.TextEnded _ -> {
            texts.add(text.toString());
            text.setLength(0);
          }
          case Event.ToolStarted tool -> calls.put(tool.index(), new StringBuilder());
          case Event.ToolArguments(var _, int call, String fragment, var _) ->
              calls.computeIfAbsent(call, _ -> new StringBuilder()).append(fragment);
          default -> {}
        }
      }
    }

    /** Sees which items there are. */
    void over(Json output) {
      int index = 0;
      for (Json item : output.items()) {
        Item.Kind kind = Item.Kind.of(item.text("type", ""));
        if (kind.call() && !calls.containsKey(index)) {
          silent.add(index);
        }
        int part = 0;
        for (Json content : item.at("content").items()) {
          if (content.text("type", "").equals("output_text")) {
            order.put(new ReadOutput.Place(index, part), order.size());
          }
          part++;
        }
        index++;
      }
    }

    @Override
    public @Nullable String said(ReadOutput.Place place) {
      Integer number = order.get(place);
      if (number != null) {
        return number < texts.size() ? texts.get(number) : "";
      }
      StringBuilder arguments = calls.get(place.item());
      return arguments == null ? null : arguments.toString();
    }

    @Override
    public boolean withheld(int item) {
      return silent.contains(item);
    }
  }

  @Override
  public Bytes write(List<Event> events) {
    crossed = true;
    var unheard = new SseText();
    for (Event event : events) {
      envelope.note(event);
      if (envelope.first(event)) {
        say(event, unheard);
      }
    }
    return Bytes.EMPTY;
  }

  private void say(Event event, SseText out) {
    if (!(event instanceof Event.Started || event instanceof Event.Ended)) {
      items.say(event, out);
    }
  }

  @Override
  public Bytes end() {
    return crossed ? keep(whole(envelope.status(), null)) : Bytes.EMPTY;
  }

  private Bytes whole(Status status, @Nullable Fault cut) {
    items.close(new SseText(), status, cut);
    return envelope
        .write(new JsonWriter(1_024), status, cut == null ? items.output(status) : List.of(), cut)
        .done();
  }

  @Override
  public Bytes cut(Fault fault) {
    return whole(Status.FILTERED, fault);
  }

  @Override
  public Bytes broken(Fault fault) {
    return Bytes.EMPTY;
  }

  @Override
  public List<Loss> losses() {
    return envelope.losses();
  }
}
