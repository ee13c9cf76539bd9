package io.sluice.wire.gemini;

import io.sluice.json.JsonWriter;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Loss;
import io.sluice.model.Usage;
import io.sluice.wire.Answering;
import io.sluice.wire.StopNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an answer says of itself as a whole: id, model, usage, and why each candidate ended. */
final class Closing {
  private final Answering answering;
  private final List<Loss> losses = new ArrayList<>(0);
  private final Map<Integer, Finish> finishes = new TreeMap<>();
  private String id = "";
  private String model;
  private Usage usage = Usage.NONE;
  private boolean used;

  Closing(Answering answering) {
    this.answering = answering;
    this.model = answering.model();
  }

  /** Remembers what an event says of the answer as a whole. */
  void note(Event event) {
    switch (event) {
      case Event.Started(String said, String served, var _) -> {
        id = said;
        model = served.isEmpty() ? model : served;
      }
      case Event.Used(Usage more) -> {
        usage = usage.max(more);
        used = true;
      }
      case Event.Finished(int choice, Finish how, var _) -> finishes.put(choice, how);
      default -> {}
    }
  }

  /** Why each candidate ended, by its number; one that said nothing of it was done. */
  Map<Integer, Finish> finishes() {
    if (finishes.isEmpty()) {
      finishes.put(0, Finish.STOP);
    }
    return finishes;
  }

  /** Something this format has no word for. */
  void lost(String field, String what) {
    var loss = new Loss(field, what);
    if (losses.size() < Format.MOST_LOSSES && !losses.contains(loss)) {
      losses.add(loss);
    }
  }

  List<Loss> losses() {
    return losses;
  }

  Answering answering() {
    return answering;
  }

  /** The members behind the candidates. */
  JsonWriter tail(JsonWriter json) {
    if (used) {
      json.name("usageMetadata").object().field("promptTokenCount", usage.totalInput());
      json.field("candidatesTokenCount", usage.output() - usage.reasoning());
      json.field("totalTokenCount", usage.totalInput() + usage.output());
      if (usage.cacheRead() > 0) {
        json.field("cachedContentTokenCount", usage.cacheRead());
      }
      if (usage.reasoning() > 0) {
        json.field("thoughtsTokenCount", usage.reasoning());
      }
      json.endObject();
    }
    json.field("modelVersion", model);
    return json.field("responseId", id.isEmpty() ? answering.exchange().value() : id);
  }

  /** The object that says which exchange policy ended, and why. */
  void sluice(JsonWriter json, Fault fault) {
    StopNote.write(json, fault, answering.exchange());
  }

  static String reason(Finish finish) {
    return switch (finish) {
      case STOP, STOP_SEQUENCE, TOOL_CALLS -> "STOP";
      case LENGTH -> "MAX_TOKENS";
      case CONTENT_FILTER, REFUSAL -> "SAFETY";
      case PAUSE, OTHER -> "OTHER";
    };
  }
}
