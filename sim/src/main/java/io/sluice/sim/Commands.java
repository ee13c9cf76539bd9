package io.sluice.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the {@code [[sim: ...]]} commands of a text ask for; listed at {@link Simulator}. */
final class Commands {
  private static final String OPEN = "[[sim:";
  private static final String CLOSE = "]]";
  private static final int LONGEST_ANSWER_TOKENS = 1_000_000;

  private final StringBuilder plain = new StringBuilder();
  private final List<Asked> calls = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private Optional<String> say = Optional.empty();
  private Optional<Thought> thought = Optional.empty();
  private boolean refuse;
  private boolean boundless;
  private long cachedTokens;

  /**
   * A tool call asked for.
   *
   * @param arguments as written; empty to follow the tool's schema
   */
  record Asked(String tool, Optional<String> arguments) {}

  /** Whether thinking is shown or only its sealed form. */
  enum Thought {
    SHOWN,
    REDACTED
  }

  private Commands() {}

  static Commands in(String text) {
    var commands = new Commands();
    int at = 0;
    while (true) {
      int open = text.indexOf(OPEN, at);
      int close = open < 0 ? -1 : end(text, open + OPEN.length());
      if (close < 0) {
        commands.plain.append(text, at, text.length());
        return commands;
      }
      commands.plain.append(text, at, open);
      commands.obey(text.substring(open + OPEN.length(), close).strip());
      at = close + CLOSE.length();
    }
  }

  /** Where a command ends: at the first close that leaves its arguments whole JSON, if any does. */
  private static int end(String text, int from) {
    int first = text.indexOf(CLOSE, from);
    for (int close = first; close >= 0; close = text.indexOf(CLOSE, close + 1)) {
      String command = text.substring(from, close);
      int args = command.indexOf("args=");
      if (!command.strip().startsWith("tool=")
          || args < 0
          || Json.parse(command.substring(args + "args=".length())).isPresent()) {
        return close;
      }
    }
    return first;
  }

  /** The same with these words and calls in place of any that were asked for. */
  Commands cued(Cue.Says cue) {
    say = Optional.of(cue.text());
    calls.clear();
    for (Cue.Called call : cue.calls()) {
      calls.add(new Asked(call.tool(), Optional.of(call.arguments())));
    }
    return this;
  }

  private void obey(String command) {
    int equals = command.indexOf('=');
    String name = equals < 0 ? command : command.substring(0, equals).strip();
    String value = equals < 0 ? "" : command.substring(equals + 1).strip();
    switch (name) {
      case "say" -> say = Optional.of(value);
      case "tokens" ->
          say = Optional.of(Tokens.filler((int) Math.min(number(value), LONGEST_ANSWER_TOKENS)));
      case "tool" -> calls.add(call(value));
      case "refuse" -> refuse = true;
      case "thinking" ->
          thought = Optional.of(value.equals("redacted") ? Thought.REDACTED : Thought.SHOWN);
      case "boundless" -> boundless = true;
      case "cached" -> cachedTokens = number(value);
      case "fault" -> faults.add(value);
      default -> plain.append(OPEN).append(' ').append(command).append(CLOSE);
    }
  }

  private static Asked call(String value) {
    int args = value.indexOf("args=");
    return args < 0
        ? new Asked(value, Optional.empty())
        : new Asked(
            value.substring(0, args).strip(),
            Optional.of(value.substring(args + "args=".length()).strip()));
  }

  private static long number(String digits) {
    try {
      return Math.max(0, Long.parseLong(digits));
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }

  /** The text without its commands. */
  String plain() {
    return plain.toString().strip();
  }

  List<Asked> calls() {
    return calls;
  }

  List<String> faults() {
    return faults;
  }

  Optional<String> say() {
    return say;
  }

  Optional<Thought> thought() {
    return thought;
  }

  boolean refuse() {
    return refuse;
  }

  boolean boundless() {
    return boundless;
  }

  long cachedTokens() {
    return cachedTokens;
  }
}
