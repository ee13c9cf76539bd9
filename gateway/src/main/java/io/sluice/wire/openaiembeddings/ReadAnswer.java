package io.sluice.wire.openaiembeddings;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Usage;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.ErrorAnswer;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import io.sluice.wire.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads an answer of vectors. Vectors stay as they stand; only the writer may need their numbers.
 */
final class ReadAnswer implements AnswerReader {
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
    if (!json.at("data").isArray()) {
      Fault fault =
          json.at("error").absent()
              ? Fault.of(Code.STREAM_BROKEN, "the provider's answer is not a list of vectors")
              : ErrorAnswer.inStream(body);
      return List.of(new Event.Failed(fault));
    }
    var events = new ArrayList<Event>();
    events.add(new Event.Started(json.text("id", ""), json.text("model", ""), 0));
    int number = 0;
    for (Json item : json.at("data").items()) {
      Json vector = item.at("embedding");
      events.add(new Event.Vector((int) item.integer("index", number), vector.raw()));
      number++;
    }
    Json usage = json.at("usage");
    if (usage.isObject()) {
      long input = Math.max(0, usage.integer("prompt_tokens", 0));
      events.add(new Event.Used(new Usage(input, 0, 0, 0, 0, Usage.Served.USUAL)));
    }
    events.add(new Event.Ended());
    return events;
  }
}
