package io.sluice.wire.openaichat;

import io.sluice.json.JsonWriter;
import io.sluice.model.Event;
import io.sluice.model.Finish;
import java.util.LinkedHashMap;
import java.util.Map;

/** A whole answer while its events come in. */
final class WholeAnswer {
  private final Map<Integer, ChoiceText> choices = new LinkedHashMap<>();

  private ChoiceText of(int choice) {
    return choices.computeIfAbsent(choice, ChoiceText::new);
  }

  void add(Event event) {
    switch (event) {
      case Event.Started _ -> of(0);
      case Event.Text(int choice, String text, var _) -> of(choice).text.append(text);
      case Event.Refusal(int choice, String text) -> of(choice).refusal.append(text);
      case Event.Thinking(String text) -> of(0).thinking.append(text);
      case Event.ToolStarted(int choice, int index, String id, String name) ->
          of(choice).calls.put(index, new CallText(id, name, new StringBuilder()));
      case Event.ToolArguments(int choice, int index, String fragment, var _) -> {
        CallText call = of(choice).calls.get(index);
        if (call != null) {
          call.arguments.append(fragment);
        }
      }
      case Event.Finished(int choice, Finish finish, var _) -> of(choice).finish = finish;
      case Event.TextEnded _,
          Event.Signature _,
          Event.Sealed _,
          Event.ToolEnded _,
          Event.Used _,
          Event.Failed _,
          Event.Vector _,
          Event.Counted _,
          Event.Unknown _,
          Event.Ended _ -> {}
    }
  }

  void write(JsonWriter json, boolean cut) {
    if (choices.isEmpty()) {
      of(0);
    }
    choices.values().forEach(choice -> choice.write(json, cut));
  }

  private record CallText(String id, String name, StringBuilder arguments) {}

  /** One choice of a whole answer. */
  private static final class ChoiceText {
    final int index;
    final StringBuilder text = new StringBuilder();
    final StringBuilder refusal = new StringBuilder();
    final StringBuilder thinking = new StringBuilder();
    final Map<Integer, CallText> calls = new LinkedHashMap<>();
    Finish finish = Finish.STOP;

    ChoiceText(int index) {
      this.index = index;
    }

    void write(JsonWriter json, boolean cut) {
      json.object().field("index", index).name("message").object().field("role", "assistant");
      text(json, "content", cut ? new StringBuilder() : text);
      text(json, "refusal", cut ? new StringBuilder() : refusal);
      if (!thinking.isEmpty() && !cut) {
        json.field("reasoning_content", thinking.toString());
      }
      if (!calls.isEmpty() && !cut) {
        json.name("tool_calls").array();
        for (CallText call : calls.values()) {
          String arguments = call.arguments.isEmpty() ? "{}" : call.arguments.toString();
          json.object().field("id", call.id).field("type", "function").name("function").object();
          json.field("name", call.name).field("arguments", arguments).endObject().endObject();
        }
        json.endArray();
      }
      json.endObject().name("logprobs").nothing();
      json.field("finish_reason", WriteAnswer.reason(cut ? Finish.CONTENT_FILTER : finish))
          .endObject();
    }

    private static void text(JsonWriter json, String member, StringBuilder text) {
      json.name(member);
      if (text.isEmpty()) {
        json.nothing();
      } else {
        json.value(text.toString());
      }
    }
  }
}
