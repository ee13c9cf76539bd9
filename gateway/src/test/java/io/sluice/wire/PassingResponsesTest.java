package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** In this format a text is said several times: what was changed is changed everywhere. */
class PassingResponsesTest {
  private static WireCase named(String name) {
    return new WireCase(
        "openai-responses", Path.of("src/test/resources/wire/openai-responses", name));
  }

  private static String passed(WireCase one, UnaryOperator<List<Event>> gate) {
    var read = WireCase.read(one.codec().reader(one.stream()), one.answer());
    var writer = one.codec().writer(one.same());
    var out = new SseText();
    read.frames().forEach(frame -> out.add(writer.pass(frame, gate.apply(frame.events()))));
    out.add(writer.end());
    return out.bytes().utf8();
  }

  private static UnaryOperator<List<Event>> eachText(UnaryOperator<String> change) {
    return events ->
        events.stream()
            .map(
                event ->
                    switch (event) {
                      case Event.Text(int choice, String text, Span span) ->
                          new Event.Text(choice, change.apply(text), span);
                      case Event.ToolArguments(int choice, int index, String text, Span span) ->
                          new Event.ToolArguments(choice, index, change.apply(text), span);
                      default -> event;
                    })
            .toList();
  }

  private static List<Json> frames(String stream) {
    var all = new ArrayList<Json>();
    var frames = new SseFrames();
    SseFrames.Sink sink = (_, _, data) -> all.add(Fields.lenient(data));
    frames.accept(Bytes.utf8(stream), sink);
    frames.end(sink);
    return all;
  }

  @Test
  void a_text_that_was_changed_is_changed_in_all_its_repetitions() {
    WireCase one = named("stream");
    String answer = passed(one, eachText(text -> text.replace("two", "TWO \"2\"")));
    String expected = one.answer().utf8().replace("two", "TWO \\\"2\\\"");
    assertThat(answer).isEqualTo(expected);
  }

  @Test
  void arguments_that_were_changed_are_changed_in_all_their_repetitions() {
    for (String name : List.of("tools", "parallel-tools", "tools-whole")) {
      WireCase one = named(name);
      String answer = passed(one, eachText(text -> text.replace("Lima", "Roma")));
      assertThat(answer).as(name).isEqualTo(one.answer().utf8().replace("Lima", "Roma"));
    }
  }

  @Test
  void the_input_of_a_custom_tool_is_restored_like_any_other() {
    WireCase one = named("custom-tool");
    String answer = passed(one, eachText(text -> text.replace("+a", "+b")));
    assertThat(answer).isEqualTo(one.answer().utf8().replace("+a", "+b"));
  }

  @Test
  void events_stay_numbered_without_gaps_when_some_are_left_out_or_added() {
    var held = new StringBuilder();
    String answer =
        passed(
            named("stream"),
            events -> {
              var out = new ArrayList<Event>();
              for (Event event : events) {
                if (event instanceof Event.Text text) {
                  held.append(text.text());
                } else {
                  if (event instanceof Event.TextEnded) {
                    out.add(new Event.Text(0, held.toString(), Span.NONE));
                  }
                  out.add(event);
                }
              }
              return out;
            });
    List<Json> frames = frames(answer);
    for (int i = 0; i < frames.size(); i++) {
      assertThat(frames.get(i).integer("sequence_number", -1)).isEqualTo(i);
    }
    assertThat(frames.stream().filter(frame -> frame.text("type", "").endsWith(".delta")))
        .hasSize(1)
        .allMatch(
            frame ->
                frame.text("item_id", "").equals("msg_a1")
                    && frame.text("delta", "").equals("One, two é🎈."));
  }

  @Test
  void a_call_that_is_never_released_is_nowhere_in_the_answer() {
    for (String name : List.of("parallel-tools", "tools-whole")) {
      String answer =
          passed(
              named(name),
              events ->
                  events.stream()
                      .filter(
                          event ->
                              switch (event) {
                                case Event.ToolStarted tool -> tool.index() != 1;
                                case Event.ToolArguments piece -> piece.index() != 1;
                                case Event.ToolEnded tool -> tool.index() != 1;
                                default -> true;
                              })
                      .toList());
      assertThat(answer).as(name).doesNotContain("weather").doesNotContain("Lima");
      assertThat(answer).as(name).contains("clock").contains("call_b2").contains("Both.");
    }
  }

  @Test
  void what_was_said_before_a_cut_is_in_the_last_event_and_nothing_else() {
    WireCase one = named("stream");
    var frames = WireCase.read(one.codec().reader(true), one.answer()).frames();
    var writer = one.codec().writer(one.same());
    var out = new SseText();
    frames.subList(0, 6).forEach(frame -> out.add(writer.pass(frame, frame.events())));
    var fault = io.sluice.model.Fault.of(io.sluice.model.Code.CONTENT_BLOCKED, "stopped by policy");
    out.add(writer.cut(fault));
    Json last = frames(out.bytes().utf8()).getLast();
    assertThat(last.text("type", "")).isEqualTo("response.incomplete");
    Json response = last.at("response");
    assertThat(response.text("id", "")).isEqualTo("resp_7Qx");
    assertThat(response.text("status", "")).isEqualTo("incomplete");
    assertThat(response.at("incomplete_details").text("reason", "")).isEqualTo("content_filter");
    assertThat(response.at("sluice").text("code", "")).isEqualTo("content_blocked");
    assertThat(
            response
                .at("output")
                .items()
                .getFirst()
                .at("content")
                .items()
                .getFirst()
                .text("text", ""))
        .isEqualTo("One, two");
  }
}
