package io.sluice.wire.ollama;

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

/** Reads an answer of vectors. */
final class ReadVectors implements AnswerReader {
  private final Whole whole = new Whole();

  @Override
  public void accept(Bytes bytes, Consumer<Frame> frames) {
    whole.add(bytes);
  }

  @Override
  public void end(Consumer<Frame> frames) {
    Bytes body = whole.bytes();
    Json json = Fields.lenient(body);
    var events = new ArrayList<Event>();
    if (!json.at("embeddings").isArray()) {
      Fault fault =
          json.at("error").absent()
              ? Fault.of(Code.STREAM_BROKEN, "the provider's answer is not a list of vectors")
              : ErrorAnswer.inStream(body);
      frames.accept(new Frame(body, List.of(new Event.Failed(fault)), false));
      return;
    }
    events.add(new Event.Started("", json.text("model", ""), 0));
    int number = 0;
    for (Json item : json.at("embeddings").items()) {
      events.add(new Event.Vector(number++, item.raw()));
    }
    long input = Math.clamp(json.integer("prompt_eval_count", 0), 0, Integer.MAX_VALUE);
    events.add(new Event.Used(new Usage(input, 0, 0, 0, 0, Usage.Served.USUAL)));
    events.add(new Event.Ended());
    frames.accept(new Frame(body, events, false));
  }
}
