package io.sluice.wire.gemini;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.ErrorAnswer;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import io.sluice.wire.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads an answer of one vector or many. Most models say nothing of what was used. */
final class ReadVectors implements AnswerReader {
  private final Whole whole = new Whole();

  @Override
  public void accept(Bytes bytes, Consumer<Frame> frames) {
    whole.add(bytes);
  }

  @Override
  public void end(Consumer<Frame> frames) {
    Bytes body = whole.bytes();
    frames.accept(new Frame(body, events(body), false));
  }

  private static List<Event> events(Bytes body) {
    Json json = Fields.lenient(body);
    List<Json> vectors =
        json.at("embedding").isObject()
            ? List.of(json.at("embedding"))
            : json.at("embeddings").items();
    boolean answer = json.at("embedding").isObject() || json.at("embeddings").isArray();
    if (!answer) {
      Fault fault =
          json.at("error").absent()
              ? Fault.of(Code.STREAM_BROKEN, "the provider's answer is not a list of vectors")
              : ErrorAnswer.inStream(body);
      return List.of(new Event.Failed(fault));
    }
    var events = new ArrayList<Event>();
    events.add(new Event.Started("", "", 0));
    int number = 0;
    for (Json vector : vectors) {
      events.add(new Event.Vector(number++, vector.at("values").raw()));
    }
    Json usage = json.at("usageMetadata");
    if (usage.isObject()) {
      events.add(new Event.Used(ReadAnswer.usage(usage)));
    }
    events.add(new Event.Ended());
    return events;
  }
}
