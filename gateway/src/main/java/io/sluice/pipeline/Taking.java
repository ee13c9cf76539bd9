package io.sluice.pipeline;

import io.sluice.audit.Tape;
import io.sluice.model.Event;
import java.util.List;
import java.util.function.ObjLongConsumer;

/** Takes the texts of events down. */
final class Taking {
  static final long REASONING = -1;

  private Taking() {}

  /** What the model said. */
  static void said(Tape.Track tape, List<Event> events) {
    events.forEach(event -> take(event, (text, voice) -> tape.said(voice, text)));
  }

  /** What the caller gets. */
  static void released(Tape.Track tape, List<Event> events) {
    events.forEach(event -> take(event, (text, voice) -> tape.released(voice, text)));
  }

  static void take(Event event, ObjLongConsumer<String> into) {
    switch (event) {
      case Event.Text(int choice, String text, var _) -> into.accept(text, voice(choice, -1));
      case Event.Refusal(int choice, String text) -> into.accept(text, voice(choice, -1));
      case Event.Thinking(String text) -> into.accept(text, REASONING);
      case Event.ToolArguments(int choice, int index, String fragment, var _) ->
          into.accept(fragment, voice(choice, index));
      case Event.Started _,
          Event.TextEnded _,
          Event.Signature _,
          Event.Sealed _,
          Event.ToolStarted _,
          Event.ToolEnded _,
          Event.Vector _,
          Event.Counted _,
          Event.Used _,
          Event.Finished _,
          Event.Failed _,
          Event.Unknown _,
          Event.Ended _ -> {}
    }
  }

  /** One number for the text of a choice, or the arguments of one of its tool calls. */
  static long voice(int choice, int index) {
    return (long) choice << 32 | (index + 1);
  }
}
