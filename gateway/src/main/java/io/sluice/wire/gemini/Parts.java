package io.sluice.wire.gemini;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.wire.Fields;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes parts of events. A call is one part, so it waits until it is complete; a signature goes to
 * the part behind it.
 */
final class Parts {
  private static final Bytes EMPTY_OBJECT = Bytes.utf8("{}");
  private static final Bytes EMPTY_TEXT = Bytes.utf8("{\"text\":\"\"}");

  private final Closing closing;
  private final Map<Place, Call> calls = new HashMap<>(2);
  private Bytes signature = Bytes.EMPTY;

  private record Place(int choice, int index) {}

  private record Call(Event.ToolStarted begun, StringBuilder arguments) {}

  /** A part of one candidate, as JSON. */
  record Said(int choice, Bytes json) {}

  Parts(Closing closing) {
    this.closing = closing;
  }

  /** The part that {@code event} completes; null: none yet. */
  @Nullable Said of(Event event) {
    return switch (event) {
      case Event.Text(int choice, String text, var _) -> text(choice, text);
      case Event.Refusal(int choice, String text) -> text(choice, text);
      case Event.Thinking(String text) -> {
        var json = new JsonWriter(text.length() + 32).object().field("text", text);
        yield new Said(0, json.field("thought", true).endObject().done());
      }
      case Event.Signature(String value, var _) ->
          signature(new JsonWriter(value.length() + 2).value(value).done());
      case Event.Sealed(String format, String kind, Bytes json) ->
          format.equals(Format.NAME) && kind.equals(Format.SIGNATURE)
              ? signature(json)
              : lost(kind);
      case Event.ToolStarted begun -> {
        calls.put(new Place(begun.choice(), begun.index()), new Call(begun, new StringBuilder()));
        yield null;
      }
      case Event.ToolArguments(int choice, int index, String fragment, var _) -> {
        Call call = calls.get(new Place(choice, index));
        if (call != null) {
          call.arguments().append(fragment);
        }
        yield null;
      }
      case Event.ToolEnded(int choice, int index) -> called(choice, index);
      case Event.Unknown(String kind, var _) -> lost(kind);
      case Event.Started _,
          Event.TextEnded _,
          Event.Vector _,
          Event.Counted _,
          Event.Used _,
          Event.Finished _,
          Event.Failed _,
          Event.Ended _ ->
          null;
    };
  }

  private @Nullable Said signature(Bytes json) {
    signature = json;
    return null;
  }

  private @Nullable Said lost(String kind) {
    closing.lost(kind, WriteParts.NOT_KNOWN);
    return null;
  }

  /** True while a signature waits for the part behind it. */
  boolean signing() {
    return !signature.isEmpty();
  }

  /** The empty part that takes a signature behind which nothing came; null: there is none. */
  @Nullable Said left() {
    return signature.isEmpty() ? null : new Said(0, signed(EMPTY_TEXT));
  }

  private @Nullable Said text(int choice, String text) {
    if (text.isEmpty()) {
      return null;
    }
    var json = new JsonWriter(text.length() + 16).object().field("text", text).endObject();
    return new Said(choice, choice == 0 ? signed(json.done()) : json.done());
  }

  private @Nullable Said called(int choice, int index) {
    Call call = calls.remove(new Place(choice, index));
    if (call == null) {
      return null;
    }
    var json = new JsonWriter(call.arguments().length() + 64).object().name("functionCall");
    json.object();
    if (!call.begun().id().isEmpty()) {
      json.field("id", call.begun().id());
    }
    json.field("name", call.begun().name()).field("args", arguments(call.arguments().toString()));
    Bytes part = json.endObject().endObject().done();
    return new Said(choice, choice == 0 ? signed(part) : part);
  }

  private Bytes arguments(String arguments) {
    var bytes = Bytes.utf8(arguments);
    Json json = Fields.lenient(bytes);
    if (json.isObject()) {
      return bytes;
    }
    if (!arguments.isBlank() && json.kind() != Json.Kind.NULL) {
      closing.lost("functionCall.args", "the arguments are not a JSON object");
    }
    return EMPTY_OBJECT;
  }

  private Bytes signed(Bytes part) {
    if (signature.isEmpty()) {
      return part;
    }
    String open = part.slice(0, part.length() - 1).utf8();
    var all = open + ",\"" + Format.SIGNATURE + "\":" + signature.utf8() + "}";
    signature = Bytes.EMPTY;
    return Bytes.utf8(all);
  }
}
