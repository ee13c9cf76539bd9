package io.sluice.wire.openairesponses;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.wire.Kept;
import io.sluice.wire.SseText;
import io.sluice.wire.StopNote;
import io.sluice.wire.openairesponses.Envelope.Status;
import io.sluice.wire.openairesponses.Item.Kind;
import io.sluice.wire.openairesponses.Item.Piece;
import io.sluice.wire.openairesponses.Item.Texture;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The output items of a stream while they are said, and the events that say them. */
final class Items {
  private final Envelope envelope;
  private final TreeMap<Integer, Item> all = new TreeMap<>();
  private final Set<Integer> open = new HashSet<>(2);
  private final TreeMap<Integer, Item> calls = new TreeMap<>();
  private @Nullable Item speaking;
  private @Nullable Kept kept;
  private long sequence;

  Items(Envelope envelope) {
    this.envelope = envelope;
  }

  /** The number of the next event. */
  long sequence() {
    return sequence;
  }

  /** The next event has this number. */
  void sequence(long next) {
    sequence = next;
  }

  /** The item at {@code index}; null where none was begun. */
  @Nullable Item at(int index) {
    return all.get(index);
  }

  /** The item in which text is being said; null: none. */
  @Nullable Item speaking() {
    return speaking;
  }

  /** An item that the provider began in a frame that is passed on. */
  void adopt(Item item) {
    all.put(item.index(), item);
    open.add(item.index());
    if (item.kind().call()) {
      calls.put(item.index(), item);
    } else if (item.kind() != Kind.OTHER) {
      speaking = item;
    }
  }

  /** An item that the provider ended in a frame that is passed on. */
  void ended(int index) {
    open.remove(index);
    if (speaking != null && speaking.index() == index) {
      speaking = null;
    }
  }

  void created(SseText out) {
    for (String type : List.of("response.created", "response.in_progress")) {
      var json = event(type).name("response");
      out.event(type, envelope.write(json, Status.IN_PROGRESS, List.of(), null).endObject());
    }
  }

  void text(SseText out, String text) {
    say(out, speech(out, Kind.MESSAGE), Texture.TEXT, text);
  }

  void refusal(SseText out, String text) {
    say(out, speech(out, Kind.MESSAGE), Texture.REFUSAL, text);
  }

  void thinking(SseText out, String text) {
    say(out, speech(out, Kind.REASONING), Texture.SUMMARY, text);
  }

  /** What a provider sealed stands where this format has sealed reasoning. */
  private void signed(SseText out, String value) {
    speech(out, Kind.REASONING).seal(value);
    closeSpeech(out, "completed");
  }

  /** The item of that kind in which one speaks; any other that was being said is ended. */
  private Item speech(SseText out, Kind kind) {
    Item now = speaking;
    if (now != null && now.kind() == kind) {
      return now;
    }
    closeSpeech(out, "completed");
    int index = next();
    String prefix = kind == Kind.MESSAGE ? "msg_" : "rs_";
    var item = Item.speech(kind, index, envelope.id(prefix, "_" + index));
    adopt(item);
    begun(out, item);
    return item;
  }

  private int next() {
    return all.isEmpty() ? 0 : all.lastKey() + 1;
  }

  private void begun(SseText out, Item item) {
    var json = event("response.output_item.added").field("output_index", item.index());
    out.event(
        "response.output_item.added", item.write(json.name("item"), "in_progress").endObject());
  }

  private void say(SseText out, Item item, Texture texture, String text) {
    int at = item.pieces().size() - 1;
    if (at >= 0 && item.pieces().get(at).texture != texture) {
      closePiece(out, item, at);
    }
    if (at < 0 || item.pieces().get(at).ended) {
      at++;
      item.piece(at, texture);
      part(out, item, at, false);
    }
    Piece piece = item.pieces().get(at);
    piece.text.append(text);
    String type = prefix(texture) + ".delta";
    var json = place(event(type), item, at, texture).field("delta", text);
    if (texture == Texture.TEXT) {
      json.name("logprobs").array().endArray();
    }
    out.event(type, json.endObject());
  }

  /** How the events of a piece's text begin. */
  private static String prefix(Texture texture) {
    return switch (texture) {
      case TEXT -> "response.output_text";
      case REFUSAL -> "response.refusal";
      case SUMMARY -> "response.reasoning_summary_text";
      case ARGUMENTS -> "response.function_call_arguments";
    };
  }

  private static JsonWriter place(JsonWriter json, Item item, int at, Texture texture) {
    json.field("item_id", item.id()).field("output_index", item.index());
    return json.field(texture == Texture.SUMMARY ? "summary_index" : "content_index", at);
  }

  /** Says that a part begins, or is complete. */
  private void part(SseText out, Item item, int at, boolean done) {
    Piece piece = item.pieces().get(at);
    String of =
        piece.texture == Texture.SUMMARY
            ? "response.reasoning_summary_part"
            : "response.content_part";
    String type = of + (done ? ".done" : ".added");
    var json = place(event(type), item, at, piece.texture).name("part");
    Item.part(json, piece, done ? piece.text.toString() : "");
    out.event(type, json.endObject());
  }

  /** The text that was being said is complete. */
  void textEnded(SseText out) {
    Item now = speaking;
    if (now != null && now.kind() == Kind.MESSAGE && !now.pieces().isEmpty()) {
      closePiece(out, now, now.pieces().size() - 1);
    }
  }

  private void closePiece(SseText out, Item item, int at) {
    Piece piece = item.pieces().get(at);
    if (piece.ended) {
      return;
    }
    piece.ended = true;
    String type = prefix(piece.texture) + ".done";
    String member = piece.texture == Texture.REFUSAL ? "refusal" : "text";
    var json = place(event(type), item, at, piece.texture);
    json.field(member, piece.text.toString());
    if (piece.texture == Texture.TEXT) {
      json.name("logprobs").array().endArray();
    }
    out.event(type, json.endObject());
    part(out, item, at, true);
  }

  private void closeSpeech(SseText out, String status) {
    Item now = speaking;
    if (now != null) {
      for (int at = 0; at < now.pieces().size(); at++) {
        closePiece(out, now, at);
      }
      close(out, now, status);
    }
  }

  private void close(SseText out, Item item, String status) {
    ended(item.index());
    var json = event("response.output_item.done").field("output_index", item.index());
    out.event("response.output_item.done", item.write(json.name("item"), status).endObject());
  }

  /** A call of a tool begins; {@code own}: as the provider began it, where that was held back. */
  void toolStarted(SseText out, Event.ToolStarted tool, @Nullable Item own) {
    closeSpeech(out, "completed");
    Item item = own;
    if (item == null) {
      int index = next();
      String callId = tool.id().isEmpty() ? envelope.id("call_", "_" + index) : tool.id();
      item = Item.call(index, envelope.id("fc_", "_" + index), callId, tool.name());
    }
    adopt(item);
    calls.put(tool.index(), item);
    begun(out, item);
  }

  void arguments(SseText out, int call, String fragment) {
    Item item = calls.get(call);
    if (item == null || fragment.isEmpty()) {
      return;
    }
    item.pieces().getFirst().text.append(fragment);
    String type = argumentType(item) + ".delta";
    var json = event(type).field("item_id", item.id()).field("output_index", item.index());
    out.event(type, json.field("delta", fragment).endObject());
  }

  private static String argumentType(Item item) {
    return item.kind() == Kind.CALL ? prefix(Texture.ARGUMENTS) : "response.custom_tool_call_input";
  }

  void toolEnded(SseText out, int call) {
    Item item = calls.get(call);
    if (item == null || !open.contains(item.index())) {
      return;
    }
    Piece piece = item.pieces().getFirst();
    if (piece.text.isEmpty() && item.kind() == Kind.CALL) {
      arguments(out, call, "{}");
    }
    if (!piece.ended) {
      piece.ended = true;
      String type = argumentType(item) + ".done";
      var json = event(type).field("item_id", item.id()).field("output_index", item.index());
      json.field(item.kind().arguments(), piece.text.toString());
      out.event(type, json.endObject());
    }
    close(out, item, "completed");
  }

  /** What an event says of an item. */
  void say(Event event, SseText out) {
    switch (event) {
      case Event.Text(var _, String text, var _) -> text(out, text);
      case Event.TextEnded _ -> textEnded(out);
      case Event.Refusal(var _, String text) -> refusal(out, text);
      case Event.Thinking(String text) -> thinking(out, text);
      case Event.Signature(String value, var _) -> signed(out, value);
      case Event.Sealed(var _, String kind, var _) -> envelope.lost(kind, Format.NO_PLACE);
      case Event.ToolStarted tool -> toolStarted(out, tool, null);
      case Event.ToolArguments(var _, int call, String fragment, var _) ->
          arguments(out, call, fragment);
      case Event.ToolEnded(var _, int call) -> toolEnded(out, call);
      case Event.Unknown(String kind, var _) -> envelope.lost(kind, Format.NOT_KNOWN);
      case Event.Started _,
          Event.Ended _,
          Event.Used _,
          Event.Finished _,
          Event.Failed _,
          Event.Vector _,
          Event.Counted _ -> {}
    }
  }

  /** Ends what is still being said; a call that policy or a failure cut off is taken back. */
  void close(SseText out, Status status, @Nullable Fault cut) {
    closeSpeech(out, status == Status.COMPLETED ? "completed" : "incomplete");
    for (int call : List.copyOf(calls.keySet())) {
      Item item = calls.get(call);
      if (item == null || !open.contains(item.index())) {
        continue;
      }
      if (cut == null) {
        toolEnded(out, call);
      } else {
        all.remove(item.index());
      }
    }
  }

  /** Ends the response. */
  void finish(SseText out, Status status, @Nullable Fault cut) {
    close(out, status, cut);
    String type = "response." + status.word();
    Bytes response = envelope.write(new JsonWriter(1_024), status, output(status), cut).done();
    out.event(type, event(type).field("response", response).endObject());
    if (status == Status.COMPLETED) {
      completed(envelope.id(), response);
    }
  }

  /** The response is complete, and may be kept. */
  void completed(String id, Bytes response) {
    kept = envelope.kept(id, response);
  }

  /** The response to be kept; null until it is complete. */
  @Nullable Kept kept() {
    return kept;
  }

  /** What was said, item by item. */
  List<Bytes> output(Status status) {
    var output = new ArrayList<Bytes>(all.size());
    for (Item item : all.values()) {
      boolean last = item.index() == all.lastKey() && item.kind() == Kind.MESSAGE;
      boolean cut = last && status != Status.COMPLETED;
      output.add(item.write(new JsonWriter(256), cut ? "incomplete" : "completed").done());
    }
    return output;
  }

  /** What was said of the texts of a call or a part; null where none is known. */
  @Nullable String said(int index, int part) {
    Item item = all.get(index);
    return item == null || part >= item.pieces().size()
        ? null
        : item.pieces().get(part).text.toString();
  }

  /** The item of an adopted call, or of one that was said anew. */
  @Nullable Item call(int call) {
    return calls.get(call);
  }

  private JsonWriter event(String type) {
    return new JsonWriter(512).object().field("type", type).field("sequence_number", sequence++);
  }

  /** The error event of a stream in which no response was begun. */
  void error(SseText out, Fault fault) {
    var json = event("error").field("code", Failure.code(fault));
    json.field("message", fault.message()).name("param").nothing();
    StopNote.write(json, fault, envelope.exchange());
    out.event("error", json.endObject());
  }
}
