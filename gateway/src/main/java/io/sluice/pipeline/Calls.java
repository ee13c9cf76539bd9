package io.sluice.pipeline;

import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tool calls of one answer, put together from their pieces. Confined to one loop. */
final class Calls {
  /** The most characters of names and arguments that are looked at: 8 Mi. */
  static final int MOST_CHARS = 8 << 20;

  /** Why calls are not handed over that nobody could look at. */
  static final Fault TOO_LONG =
      Fault.of(Code.CONTENT_BLOCKED, "the tool calls are too long to be decided about");

  private final Map<Long, Open> open = new LinkedHashMap<>(2);
  private int chars;

  /**
   * One call as the application would get it.
   *
   * @param arguments JSON text, with masked values put back
   */
  record Call(String name, String arguments) {
    /** The name and the length only. */
    @Override
    public String toString() {
      return "Call[" + name + ", " + arguments.length() + " chars]";
    }
  }

  /** One call that is being said. */
  private record Open(String name, StringBuilder arguments) {}

  /** Hears what may be said. */
  void hear(List<Event> events) {
    for (Event event : events) {
      switch (event) {
        case Event.ToolStarted(int choice, int index, var _, String name) -> {
          chars += name.length();
          open.putIfAbsent(key(choice, index), new Open(name, new StringBuilder()));
        }
        case Event.ToolArguments(int choice, int index, String fragment, var _) -> {
          chars += Math.min(fragment.length(), MOST_CHARS);
          if (!tooLong()) {
            open.computeIfAbsent(key(choice, index), _ -> new Open("", new StringBuilder()))
                .arguments
                .append(fragment);
          }
        }
        default -> {} // nothing else is a call
      }
    }
  }

  boolean none() {
    return open.isEmpty();
  }

  /** True if they cannot be looked at whole. */
  boolean tooLong() {
    return chars > MOST_CHARS || chars < 0;
  }

  /** All of them, in the order in which they began. */
  List<Call> all() {
    var all = new ArrayList<Call>(open.size());
    for (Open one : open.values()) {
      all.add(new Call(one.name, one.arguments.toString()));
    }
    return all;
  }

  private static long key(int choice, int index) {
    return (long) choice << 32 | index;
  }
}
