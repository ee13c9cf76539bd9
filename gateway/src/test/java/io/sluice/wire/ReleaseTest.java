package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gate leaves out, holds back or puts in comes out in the caller's own format. */
class ReleaseTest {
  private static final Fault BLOCKED = Fault.of(Code.CONTENT_BLOCKED, "stopped by policy");

  private static WireCase named(String path) {
    return WireCase.all().stream()
        .filter(one -> one.folder().endsWith(path))
        .filter(one -> one.folder().toString().endsWith(path))
        .findFirst()
        .orElseThrow();
  }

  /** The answer after {@code gate}, frame by frame. */
  private static Bytes passed(WireCase one, UnaryOperator<List<Event>> gate) {
    var read = WireCase.read(one.codec().reader(one.stream()), one.answer());
    var writer = one.codec().writer(one.same());
    var out = new SseText();
    read.frames().forEach(frame -> out.add(writer.pass(frame, gate.apply(frame.events()))));
    out.add(writer.end());
    return out.bytes();
  }

  private static List<Event> events(WireCase one, Bytes answer) {
    return WireCase.read(one.codec().reader(one.stream()), answer).events();
  }

  private static String text(List<Event> events) {
    var out = new StringBuilder();
    for (Event event : events) {
      if (event instanceof Event.Text text) {
        out.append(text.text());
      }
    }
    return out.toString();
  }

  private static String arguments(List<Event> events, int index) {
    var out = new StringBuilder();
    for (Event event : events) {
      if (event instanceof Event.ToolArguments piece && piece.index() == index) {
        out.append(piece.fragment());
      }
    }
    return out.toString();
  }

  private static UnaryOperator<List<Event>> eachText(UnaryOperator<String> change) {
    return events ->
        events.stream()
            .map(
                event ->
                    event instanceof Event.Text(int choice, String text, Span span)
                        ? new Event.Text(choice, change.apply(text), span)
                        : event)
            .toList();
  }

  /** Holds all text until something else is said. */
  private static UnaryOperator<List<Event>> holding() {
    var held = new StringBuilder();
    return events -> {
      var out = new ArrayList<Event>();
      for (Event event : events) {
        if (event instanceof Event.Text text) {
          held.append(text.text());
        } else if (event instanceof Event.Started || held.isEmpty()) {
          out.add(event);
        } else {
          out.add(new Event.Text(0, held.toString(), Span.NONE));
          held.setLength(0);
          out.add(event);
        }
      }
      return out;
    };
  }

  /** Holds every tool call until it is complete. */
  private static UnaryOperator<List<Event>> holdingTools() {
    var held = new ArrayList<Event>();
    return events -> {
      var out = new ArrayList<Event>();
      for (Event event : events) {
        switch (event) {
          case Event.ToolStarted _, Event.ToolArguments _ -> held.add(event);
          case Event.ToolEnded(int choice, int index) -> {
            held.stream().filter(one -> index(one) == index).forEach(out::add);
            held.removeIf(one -> index(one) == index);
            out.add(event);
          }
          default -> out.add(event);
        }
      }
      return out;
    };
  }

  private static int index(Event event) {
    return switch (event) {
      case Event.ToolStarted tool -> tool.index();
      case Event.ToolArguments piece -> piece.index();
      default -> -1;
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai-chat/stream",
        "openai-chat/text",
        "openai-responses/text",
        "anthropic/stream",
        "anthropic/text",
        "gemini/stream",
        "gemini/stream-array",
        "gemini/text"
      })
  void changed_text_is_put_into_the_frames_own_bytes(String path) {
    WireCase one = named(path);
    Bytes answer = passed(one, eachText(text -> "<" + text + "\n\"é>"));
    assertThat(text(events(one, answer))).contains("<").contains("\n\"é>");
    String unchanged = one.answer().utf8();
    String back = answer.utf8().replace("\\n\\\"é>", "");
    assertThat(back.replace("\"<", "\"")).isEqualTo(unchanged);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai-chat/stream",
        "openai-responses/stream",
        "openai-responses/parallel-tools",
        "anthropic/stream",
        "anthropic/tools"
      })
  void text_that_was_held_back_is_said_before_the_frame_that_ends_it(String path) {
    WireCase one = named(path);
    List<Event> before = events(one, one.answer());
    List<Event> after = events(one, passed(one, holding()));
    assertThat(text(after)).isEqualTo(text(before));
    assertThat(after).filteredOn(event -> event instanceof Event.Text).hasSize(1);
    assertThat(kinds(after)).isEqualTo(kinds(before));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai-chat/tools",
        "openai-chat/parallel-tools",
        "openai-responses/tools",
        "openai-responses/parallel-tools",
        "anthropic/tools",
        "anthropic/parallel-tools",
        "gemini/tools",
        "gemini/parallel-tools"
      })
  void tool_calls_that_were_held_back_come_out_whole_and_in_order(String path) {
    WireCase one = named(path);
    List<Event> before = events(one, one.answer());
    List<Event> after = events(one, passed(one, holdingTools()));
    for (int index = 0; index < 3; index++) {
      assertThat(arguments(after, index)).isEqualTo(arguments(before, index));
    }
    assertThat(calls(after)).isEqualTo(calls(before));
    assertThat(after.getLast()).isEqualTo(new Event.Ended());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai-chat/tools",
        "openai-chat/parallel-tools",
        "openai-responses/tools",
        "openai-responses/parallel-tools",
        "anthropic/tools",
        "anthropic/parallel-tools",
        "gemini/tools",
        "gemini/parallel-tools"
      })
  void nothing_of_a_tool_call_that_is_never_released_reaches_the_caller(String path) {
    WireCase one = named(path);
    Bytes answer =
        passed(
            one,
            events ->
                events.stream()
                    .filter(event -> index(event) < 0 && !(event instanceof Event.ToolEnded))
                    .toList());
    assertThat(answer.utf8()).doesNotContain("weather").doesNotContain("Lima");
    assertThat(answer.utf8()).doesNotContain("partial_json").doesNotContain("arguments");
  }

  @Test
  void probabilities_go_with_the_text_they_would_tell() {
    WireCase one = named("openai-chat/logprobs");
    String answer = passed(one, eachText(_ -> "x")).utf8();
    assertThat(answer).doesNotContain("token\"").contains("\"logprobs\": null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai-chat/tools-whole",
        "openai-responses/tools-whole",
        "anthropic/tools-whole",
        "gemini/tools-whole"
      })
  void values_are_restored_inside_tool_arguments_of_whole_answers(String path) {
    WireCase one = named(path);
    Bytes answer =
        passed(
            one,
            events ->
                events.stream()
                    .map(
                        event ->
                            event
                                    instanceof
                                    Event.ToolArguments(int c, int i, String json, Span span)
                                ? new Event.ToolArguments(c, i, json.replace("Lima", "Roma"), span)
                                : event)
                    .toList());
    assertThat(answer.utf8()).isEqualTo(one.answer().utf8().replace("Lima", "Roma"));
  }

  @Test
  void usage_that_only_the_gateway_asked_for_is_not_seen() {
    WireCase one = named("openai-chat/stream");
    var answering =
        new Answering(WireCase.EXCHANGE, one.request(), "asked-model", true, true, Bytes.EMPTY);
    var writer = one.codec().writer(answering);
    var out = new StringBuilder();
    WireCase.read(one.codec().reader(true), one.answer())
        .frames()
        .forEach(frame -> out.append(writer.pass(frame, frame.events()).utf8()));
    assertThat(out.toString()).doesNotContain("usage").contains("obfuscation").contains("[DONE]");
  }

  @Test
  void an_answer_that_policy_cuts_ends_as_its_format_ends() {
    for (String path :
        List.of(
            "openai-chat/stream",
            "openai-responses/stream",
            "openai-responses/parallel-tools",
            "anthropic/stream",
            "anthropic/tools",
            "gemini/stream",
            "gemini/stream-array",
            "gemini/tools")) {
      WireCase one = named(path);
      var frames = WireCase.read(one.codec().reader(true), one.answer()).frames();
      for (int kept = 0; kept < frames.size() - 1; kept++) {
        var writer = one.codec().writer(one.same());
        var out = new SseText();
        frames.subList(0, kept).forEach(frame -> out.add(writer.pass(frame, frame.events())));
        out.add(writer.cut(BLOCKED));
        List<Event> said = events(one, out.bytes());
        assertThat(said.getLast()).as("%s after %d", path, kept).isEqualTo(new Event.Ended());
        assertThat(said).anyMatch(event -> event instanceof Event.Finished);
        assertThat(out.bytes().utf8()).contains("\"sluice\":{\"code\":\"content_blocked\"");
        balanced(out.bytes().utf8());
      }
    }
  }

  /** Every block that starts also stops. */
  private static void balanced(String stream) {
    int starts = stream.split("\"type\":\"content_block_start\"", -1).length;
    int stops = stream.split("\"type\":\"content_block_stop\"", -1).length;
    assertThat(stops).isEqualTo(starts);
  }

  private static List<String> kinds(List<Event> events) {
    return events.stream()
        .filter(event -> !(event instanceof Event.Text))
        .map(Object::toString)
        .toList();
  }

  private static List<Event> calls(List<Event> events) {
    return events.stream().filter(event -> event instanceof Event.ToolStarted).toList();
  }
}
