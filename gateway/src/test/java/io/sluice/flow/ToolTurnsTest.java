package io.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Bytes;
import io.sluice.model.Categories;
import io.sluice.model.Example;
import io.sluice.model.Extra;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Message;
import io.sluice.model.Message.Role;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Sampling;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Coding;
import io.sluice.model.Segment.Source;
import io.sluice.model.Shape;
import io.sluice.model.Span;
import io.sluice.model.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a tool's result is worth, and what stands beside it. */
class ToolTurnsTest {
  private static final Label OWN = new Label(Integrity.INTERNAL, Level.PUBLIC, Categories.NONE);
  private static final Label CRM =
      new Label(Integrity.INTERNAL, Level.RESTRICTED, Categories.of("pii"));
  private static final ToolPolicies TOOLS =
      new ToolPolicies(Map.of("look", tool(OWN), "crm", tool(CRM)));

  private final List<Message> messages = new ArrayList<>();
  private final List<Segment> segments = new ArrayList<>();

  private static ToolPolicy tool(Label result) {
    var effect = ToolPolicy.Effect.READ;
    return new ToolPolicy(effect, result, effect.usual(), false);
  }

  private Segment segment(Source source, String text) {
    var one = new Segment(source, text, Span.NONE, Coding.STRING);
    segments.add(one);
    return one;
  }

  private Segment call(String id, String tool, String arguments) {
    Segment said = segment(Source.TOOL_CALL, arguments);
    var call = new Part.ToolCall(id, tool, said, List.of());
    messages.add(new Message(Role.ASSISTANT, List.of(call), List.of()));
    return said;
  }

  private Segment result(String id, String text, Extra... beside) {
    Segment said = segment(Source.TOOL_RESULT, text);
    var content = List.<Part>of(new Part.Text(said, List.of()));
    var result = new Part.ToolResult(id, content, false, List.of());
    messages.add(new Message(Role.TOOL, List.of(result), List.of(beside)));
    return said;
  }

  private ToolTurns turns() {
    var prompt =
        new Prompt(
            Example.chat(0, 0),
            segments,
            messages,
            Tools.NONE,
            Sampling.UNSET,
            Shape.TEXT,
            List.of());
    return ToolTurns.of(prompt, TOOLS, (_, label) -> new Declassifier.Declassified(label, ""));
  }

  private static Extra extra(String name, String json) {
    return new Extra(name, Bytes.utf8(json));
  }

  @Test
  void a_result_has_the_label_of_the_tool_that_its_call_names() {
    call("1", "crm", "{}");
    Segment known = result("1", "Larkspur");
    Segment nobody = result("2", "Larkspur");
    assertThat(turns().result(known)).isEqualTo(CRM);
    assertThat(turns().result(nobody)).isEqualTo(ToolPolicy.UNKNOWN_RESULT);
  }

  @Test
  void what_an_application_says_beside_a_result_is_worth_what_that_is() {
    call("1", "look", "{}");
    result("1", "fine", extra("name", "\"look\""), extra("meta", "{\"took\":[\"1 ms\"]}"));
    Segment name = segment(Source.TOOL_RESULT, "look");
    Segment took = segment(Source.TOOL_RESULT, "1 ms");
    Segment foreign = segment(Source.TOOL_RESULT, "a page that a provider's own tool read");
    assertThat(turns().result(name)).isEqualTo(OWN);
    assertThat(turns().result(took)).isEqualTo(OWN);
    assertThat(turns().result(foreign)).isEqualTo(ToolPolicy.UNKNOWN_RESULT);
  }

  @Test
  void what_two_tools_say_alike_is_worth_the_least_of_both() {
    call("1", "look", "{}");
    result("1", "a", extra("status", "\"success\""));
    call("2", "crm", "{}");
    result("2", "b", extra("status", "\"success\""));
    call("3", "unheard", "{}");
    result("3", "c", extra("state", "\"over\""));
    Segment both = segment(Source.TOOL_RESULT, "success");
    Segment over = segment(Source.TOOL_RESULT, "over");
    assertThat(turns().result(both)).isEqualTo(OWN.join(CRM));
    assertThat(turns().result(over)).isEqualTo(ToolPolicy.UNKNOWN_RESULT);
  }

  @Test
  void what_was_recognised_in_a_calls_arguments_comes_back_in_its_result() {
    Segment arguments = call("1", "look", "{\"q\":\"Larkspur Bakery\"}");
    Segment result = result("1", "You asked for Larkspur Bakery.");
    call("2", "look", "{}");
    Segment other = result("2", "nothing");
    var turns = turns();
    turns.recognised(arguments, CRM);
    assertThat(turns.result(result)).isEqualTo(OWN.join(CRM));
    assertThat(turns.result(other)).isEqualTo(OWN);
  }
}
