package io.sluice.wire.bedrock;

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

/** What the last words of an answer say: why it ended, and what it used. */
final class Closing {
  private final ExchangeId exchange;
  private final List<Loss> losses = new ArrayList<>(0);
  private Usage usage = Usage.NONE;
  private Finish finish = Finish.STOP;
  private boolean tools;

  Closing(Answering answering) {
    this.exchange = answering.exchange();
  }

  /** Remembers what an event says of the answer as a whole. */
  void note(Event event) {
    switch (event) {
      case Event.Used(Usage more) -> usage = usage.max(more);
      case Event.Finished(int choice, Finish how, var _) -> {
        if (choice == 0) {
          finish = how;
        }
      }
      case Event.ToolStarted _ -> tools = true;
      case Event.Refusal _ -> lost("refusal", "said as text");
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

  /** The provider's id of a call, or one made of the exchange's where it gave none. */
  String callId(String given, int index) {
    return given.isEmpty() ? "tooluse_" + exchange.value().replace("-", "") + "_" + index : given;
  }

  /** Why it ended; {@code cut}: policy ended it. */
  JsonWriter reason(JsonWriter json, @Nullable Fault cut) {
    json.field("stopReason", cut == null ? reason() : "guardrail_intervened");
    return cut == null ? json : sluice(json, cut);
  }

  private String reason() {
    return switch (finish) {
      case STOP -> tools ? "tool_use" : "end_turn";
      case STOP_SEQUENCE -> "stop_sequence";
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
      case CONTENT_FILTER, REFUSAL -> "content_filtered";
      case PAUSE, OTHER -> "end_turn";
    };
  }

  /** What was used so far; how long the provider took nobody but this format's own ones say. */
  JsonWriter usage(JsonWriter json) {
    json.name("usage").object().field("inputTokens", usage.input());
    json.field("outputTokens", usage.output());
    json.field("totalTokens", usage.totalInput() + usage.output());
    json.field("cacheReadInputTokens", usage.cacheRead());
    json.field("cacheWriteInputTokens", usage.cacheWrite()).endObject();
    return json.name("metrics").object().field("latencyMs", 0).endObject();
  }

  /** The object that says which exchange policy ended, and why. */
  JsonWriter sluice(JsonWriter json, Fault fault) {
    return StopNote.write(json, fault, exchange);
  }

  ExchangeId exchange() {
    return exchange;
  }
}
