package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Message;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Sampling;
import io.sluice.model.Segment;
import io.sluice.model.Shape;
import io.sluice.model.Span;
import io.sluice.model.Task;
import io.sluice.model.Tools;
import io.sluice.model.Traits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TasksTest {
  private static Prompt prompt(String text, int tools, Message... after) {
    var segment = new Segment(Segment.Source.USER, text, Span.NONE, Segment.Coding.STRING);
    var offered = new ArrayList<Tools.Tool>();
    for (int i = 0; i < tools; i++) {
      offered.add(new Tools.Tool("t" + i, segment, Shape.NO_SCHEMA, List.of()));
    }
    var messages = new ArrayList<Message>();
    messages.add(
        new Message(Message.Role.USER, List.of(new Part.Text(segment, List.of())), List.of()));
    messages.addAll(List.of(after));
    var call = new Traits.Call("openai-chat", Traits.Operation.CHAT, "auto", false);
    return new Prompt(
        new Traits(call, List.of(), List.of(), new Traits.Size(text.length(), 0, 0), List.of()),
        List.of(segment),
        messages,
        new Tools(offered, Tools.Choice.UNSET, "", Tools.Parallel.UNSET),
        Sampling.UNSET,
        Shape.TEXT,
        List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Bitte antworte dem Kunden freundlich.|text/short",
        "Pick one\\nA) red\\nB) green\\nC) blue|choice/few-words-short",
        "Which? (A) 12 (B) 19|choice/two-numbers-short",
        "Schau: ```x = 1```|code/short",
        "what does parse_line() return here|code/short",
        "Solve $x^2=2$ and \\\\frac{a}{b}|math/formulas-short",
        "Schreibe ein Skript in Python dafür|code/short",
        "It costs $5 or $10 to enter|text/short",
        "Плащането закъснява, напишете писмо|text/other-script-short"
      })
  void the_form_tells_the_task(String text, String task) {
    String written = text.replace("\\n", "\n").replace("\\\\", "\\");
    assertThat(Tasks.of(prompt(written, 0), "").text()).isEqualTo(task);
  }

  @Test
  void tools_and_their_answers_come_before_the_words() {
    assertThat(Tasks.of(prompt("```code```", 1), "").text()).isEqualTo("tools/one-short");
    var result = new Part.ToolResult("1", List.of(), false, List.of());
    var answered = new Message(Message.Role.TOOL, List.of(result), List.of());
    assertThat(Tasks.of(prompt("go on", 3, answered), "").text()).isEqualTo("agent/several-short");
  }

  @Test
  void what_a_route_states_is_the_kind_and_what_the_form_tells_stays_the_shape() {
    Task task = Tasks.of(prompt("Pick\nA) 1\nB) 2", 0), "triage");
    assertThat(task.text()).isEqualTo("triage/choice/two-numbers-short");
    assertThat(Task.of(task.text())).isEqualTo(task);
  }

  @Test
  void a_long_text_is_looked_at_only_so_far() {
    String text = "word ".repeat(1_000_000);
    assertThat(Tasks.of(prompt(text, 0), "").text()).isEqualTo("reading/long");
  }
}
