package io.sluice.wire.anthropic;

import io.sluice.json.JsonWriter;
import io.sluice.model.Event;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Loss;
import io.sluice.model.Usage;
import io.sluice.wire.Answering;
import io.sluice.wire.StopNote;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the first and the last words of an answer say: id, model, usage, why it ended. */
final class Closing {
  private final ExchangeId exchange;
  private final List<Loss> losses = new ArrayList<>(0);
  private String id = "";
  private String model;
  private Usage usage = Usage.NONE;
  private Finish finish = Finish.STOP;
  private String sequence = "";
  private boolean tools;
  private boolean refused;

  Closing(Answering answering) {
    this.exchange = answering.exchange();
    this.model = answering.model();
  }

  /** Remembers what an event says of the answer as a whole. */
  void note(Event event) {
    switch (event) {
      case Event.Started(String said, String served, var _) -> {
        id = said;
        model = served.isEmpty() ? model : served;
      }
      case Event.Used(Usage more) -> usage = usage.max(more);
      case Event.Finished(int choice, Finish how, String stop) -> {
        if (choice == 0) {
          finish = how;
          sequence = stop;
        }
      }
      case Event.ToolStarted _ -> tools = true;
      case Event.Refusal _ -> refused = true;
      default -> {}
    }
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

  /** True if the event belongs to the one answer that this format can say. */
  boolean first(Event event) {
    int choice =
        switch (event) {
          case Event.Text text -> text.choice();
          case Event.Refusal refusal -> refusal.choice();
          case Event.ToolStarted tool -> tool.choice();
          case Event.ToolArguments arguments -> arguments.choice();
          case Event.ToolEnded tool -> tool.choice();
          default -> 0;
        };
    if (choice > 0) {
      lost("choices", "only the first answer can be said");
    }
    return choice == 0;
  }

  /** The members of a message up to its content. */
  JsonWriter head(JsonWriter json) {
    json.object().field("id", id.isEmpty() ? "msg_" + exchange.value().replace("-", "") : id);
    json.field("type", "message").field("role", "assistant").field("model", model);
    return json;
  }

  /** The provider's id of a call, or one made of the exchange's where it gave none. */
  String callId(String given, int index) {
    return given.isEmpty() ? "toolu_" + exchange.value().replace("-", "") + "_" + index : given;
  }

  /** Why it ended, as two members; {@code cut}: policy ended it. */
  JsonWriter reason(JsonWriter json, @Nullable Fault cut) {
    json.field("stop_reason", cut == null ? reason() : "refusal").name("stop_sequence");
    return cut != null || sequence.isEmpty() ? json.nothing() : json.value(sequence);
  }

  private String reason() {
    return switch (finish) {
      case STOP -> refused ? "refusal" : tools ? "tool_use" : "end_turn";
      case STOP_SEQUENCE -> "stop_sequence";
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
      case CONTENT_FILTER, REFUSAL -> "refusal";
      case PAUSE -> "pause_turn";
      case OTHER -> "end_turn";
    };
  }

  /** What was used so far. */
  JsonWriter usage(JsonWriter json) {
    json.name("usage").object().field("input_tokens", usage.input());
    json.field("cache_creation_input_tokens", usage.cacheWrite());
    json.field("cache_read_input_tokens", usage.cacheRead());
    return json.field("output_tokens", usage.output()).endObject();
  }

  /** The object that says which exchange policy ended, and why. */
  JsonWriter sluice(JsonWriter json, Fault fault) {
    return StopNote.write(json, fault, exchange);
  }

  ExchangeId exchange() {
    return exchange;
  }
}
