package io.sluice.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Thinks of the reply to a question. Pure. */
final class Replies {
  private static final String REFUSAL = "I'm sorry, but I can't help with that request.";

  private Replies() {}

  static Reply to(Question question, Visit visit) {
    Commands inText = Commands.in(question.last().text());
    Commands commands =
        visit.cue().orElse(null) instanceof Cue.Says says ? inText.cued(says) : inText;
    Optional<Reply.Thinking> thought = thought(question, commands);
    long reasoning = thought.map(t -> (long) Tokens.split(t.text()).size()).orElse(0L);
    if (commands.refuse()) {
      long spent = Tokens.split(REFUSAL).size();
      Usage usage = usage(question, commands, spent, 0);
      return new Reply(
          Optional.empty(), REFUSAL, List.of(), Reply.Ending.REFUSAL, Optional.empty(), usage);
    }
    List<Reply.ToolCall> calls = calls(question, commands);
    if (!calls.isEmpty()) {
      String text = commands.say().orElse("");
      long spent = Tokens.split(text).size() + reasoning;
      for (Reply.ToolCall call : calls) {
        spent += 4 + Tokens.split(call.name() + call.arguments()).size();
      }
      Usage usage = usage(question, commands, spent, reasoning);
      return new Reply(thought, text, calls, Reply.Ending.TOOL_CALLS, Optional.empty(), usage);
    }
    return spoken(question, commands, thought, reasoning);
  }

  private static Reply spoken(
      Question question, Commands commands, Optional<Reply.Thinking> thought, long reasoning) {
    String text = text(question, commands);
    Reply.Ending ending = Reply.Ending.STOP;
    Optional<String> stop = Optional.empty();
    for (String sequence : question.limits().stops()) {
      int at = sequence.isEmpty() ? -1 : text.indexOf(sequence);
      if (at >= 0) {
        text = text.substring(0, at);
        stop = Optional.of(sequence);
        ending = Reply.Ending.STOP_SEQUENCE;
      }
    }
    List<String> tokens = Tokens.split(text);
    if (!commands.boundless() && tokens.size() > question.limits().maxTokens()) {
      tokens = tokens.subList(0, (int) question.limits().maxTokens());
      text = String.join("", tokens);
      stop = Optional.empty();
      ending = Reply.Ending.LENGTH;
    }
    Usage usage = usage(question, commands, tokens.size() + reasoning, reasoning);
    return new Reply(thought, text, List.of(), ending, stop, usage);
  }

  private static String text(Question question, Commands commands) {
    if (commands.say().isPresent()) {
      return commands.say().get();
    }
    if (question.schema().isPresent()) {
      return Json.string(SchemaShape.of(question.schema().get()));
    }
    if (!question.last().toolResults().isEmpty()) {
      return "The tool answered: " + String.join("; ", question.last().toolResults());
    }
    int images = question.last().images();
    return "You said: "
        + commands.plain()
        + (images == 0 ? "" : " (with %d image)".formatted(images));
  }

  private static List<Reply.ToolCall> calls(Question question, Commands commands) {
    Question.Tools tools = question.tools();
    var calls = new ArrayList<Reply.ToolCall>();
    for (Commands.Asked asked : commands.calls()) {
      if (tools.named().filter(name -> !name.equals(asked.tool())).isEmpty()) {
        calls.add(
            new Reply.ToolCall(
                asked.tool(), asked.arguments().orElseGet(() -> shaped(tools, asked.tool()))));
      }
    }
    switch (tools.choice()) {
      case NONE -> calls.clear();
      case AUTO -> {}
      case ANY -> {
        if (calls.isEmpty() && !tools.offered().isEmpty()) {
          String name = tools.named().orElse(tools.offered().getFirst().name());
          calls.add(new Reply.ToolCall(name, shaped(tools, name)));
        }
      }
    }
    return tools.parallel() || calls.isEmpty() ? calls : calls.subList(0, 1);
  }

  private static String shaped(Question.Tools tools, String name) {
    Json schema = tools.schemaOf(name);
    return schema.isObject() ? Json.string(SchemaShape.of(schema)) : "{}";
  }

  private static Optional<Reply.Thinking> thought(Question question, Commands commands) {
    if (!question.size().thinking() && commands.thought().isEmpty()) {
      return Optional.empty();
    }
    boolean redacted = commands.thought().filter(Commands.Thought.REDACTED::equals).isPresent();
    return Optional.of(
        new Reply.Thinking("The user wrote something. I will answer it in one line.", redacted));
  }

  private static Usage usage(Question question, Commands commands, long output, long reasoning) {
    Question.Size size = question.size();
    long read = Math.min(commands.cachedTokens(), size.tokens());
    long written = Math.max(0, size.marked() - read);
    return new Usage(size.tokens(), read, written, output, reasoning);
  }
}
