package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gate changes in an answer of Bedrock, and how Bedrock's callers are told of faults. */
class BedrockReleaseTest {
  private static final Fault BLOCKED = Fault.of(Code.CONTENT_BLOCKED, "stopped by policy");

  private static WireCase named(String name) {
    return new WireCase("bedrock", Path.of("src/test/resources/wire/bedrock", name));
  }

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

  private static UnaryOperator<List<Event>> eachText(UnaryOperator<String> change) {
    return events -> events.stream().map(event -> changed(event, change)).toList();
  }

  private static Event changed(Event event, UnaryOperator<String> change) {
    return switch (event) {
      case Event.Text(int choice, String text, Span span) ->
          new Event.Text(choice, change.apply(text), span);
      case Event.ToolArguments(int choice, int index, String json, Span span) ->
          new Event.ToolArguments(choice, index, json.replace("Lima", "Roma"), span);
      default -> event;
    };
  }

  @Test
  void changed_text_is_put_into_the_messages_own_bytes_with_new_checksums() {
    Bytes answer = passed(named("stream"), eachText(text -> "<" + text + "\n\"é>"));
    String before = EventLines.decoded(named("stream").answer());
    String after = EventLines.decoded(answer);
    assertThat(after).contains("\"<One\\n\\\"é>\"");
    assertThat(after.replace("\\n\\\"é>", "").replace("\"<", "\"")).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools", "parallel-tools", "tools-whole"})
  void values_are_restored_inside_tool_arguments(String name) {
    WireCase one = named(name);
    Bytes answer = passed(one, eachText(text -> text));
    String before = name.endsWith("whole") ? one.answer().utf8() : EventLines.decoded(one.answer());
    String after = name.endsWith("whole") ? answer.utf8() : EventLines.decoded(answer);
    assertThat(after).contains("Roma").isEqualTo(before.replace("Lima", "Roma"));
  }

  /** Holds all text until something else is said. */
  private static UnaryOperator<List<Event>> holding() {
    var held = new StringBuilder();
    return events -> {
      var out = new ArrayList<Event>();
      for (Event event : events) {
        if (event instanceof Event.Text text) {
          held.append(text.text());
          continue;
        }
        if (!held.isEmpty() && !(event instanceof Event.Started)) {
          out.add(new Event.Text(0, held.toString(), Span.NONE));
          held.setLength(0);
        }
        out.add(event);
      }
      return out;
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "tools", "thinking", "metadata-first"})
  void text_that_was_held_back_is_said_before_the_message_that_ends_it(String name) {
    WireCase one = named(name);
    Bytes answer = passed(one, holding());
    String before = Told.events(events(one, one.answer()));
    String after = Told.events(events(one, answer));
    assertThat(joined(after)).isEqualTo(joined(before));
    balanced(answer);
  }

  /** The same with one line for texts that follow each other. */
  private static String joined(String told) {
    return told.replace("\"\ntext 0 \"", "");
  }

  /** Holds every tool call until it is complete. */
  private static UnaryOperator<List<Event>> holdingTools() {
    var held = new ArrayList<Event>();
    return events -> {
      var out = new ArrayList<Event>();
      for (Event event : events) {
        if (event instanceof Event.ToolStarted || event instanceof Event.ToolArguments) {
          held.add(event);
          continue;
        }
        if (event instanceof Event.ToolEnded) {
          out.addAll(held);
          held.clear();
        }
        out.add(event);
      }
      return out;
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools", "parallel-tools"})
  void tool_calls_that_were_held_back_come_out_whole_and_in_order(String name) {
    WireCase one = named(name);
    Bytes answer = passed(one, holdingTools());
    assertThat(calls(events(one, answer))).isEqualTo(calls(events(one, one.answer())));
    assertThat(events(one, answer)).last().isEqualTo(new Event.Ended());
    balanced(answer);
  }

  private static String calls(List<Event> events) {
    var all = new StringBuilder();
    for (Event event : events) {
      switch (event) {
        case Event.ToolStarted tool -> all.append('|').append(tool.id()).append(tool.name());
        case Event.ToolArguments(var _, var _, String fragment, var _) -> all.append(fragment);
        default -> {}
      }
    }
    return all.toString();
  }

  @Test
  void nothing_of_a_tool_call_that_is_never_released_reaches_the_caller() {
    UnaryOperator<List<Event>> none =
        events ->
            events.stream()
                .filter(
                    event ->
                        !(event instanceof Event.ToolStarted
                            || event instanceof Event.ToolArguments
                            || event instanceof Event.ToolEnded))
                .toList();
    for (String name : List.of("tools", "parallel-tools")) {
      assertThat(EventLines.decoded(passed(named(name), none)))
          .doesNotContain("weather")
          .doesNotContain("Lima")
          .doesNotContain("toolUse\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "tools", "parallel-tools", "thinking"})
  void an_answer_that_policy_cuts_ends_as_a_guardrail_ends_it(String name) {
    WireCase one = named(name);
    var frames = WireCase.read(one.codec().reader(true), one.answer()).frames();
    for (int kept = 0; kept < frames.size() - 1; kept++) {
      var writer = one.codec().writer(one.same());
      var out = new SseText();
      frames.subList(0, kept).forEach(frame -> out.add(writer.pass(frame, frame.events())));
      out.add(writer.cut(BLOCKED));
      List<Event> said = events(one, out.bytes());
      String lines = EventLines.decoded(out.bytes());
      assertThat(said.getLast()).as("%s after %d", name, kept).isEqualTo(new Event.Ended());
      assertThat(said).anyMatch(event -> event instanceof Event.Finished);
      assertThat(lines).contains("\"sluice\":{\"code\":\"content_blocked\",\"exchange\":");
      boolean stopped = kept == frames.size() - 1;
      assertThat(lines.contains("\"stopReason\":\"guardrail_intervened\"")).isEqualTo(!stopped);
      balanced(out.bytes());
    }
  }

  @Test
  void a_whole_answer_that_policy_cuts_says_so() {
    WireCase one = named("text");
    String cut = one.codec().writer(one.same()).cut(BLOCKED).utf8();
    assertThat(cut)
        .contains("\"content\":[]")
        .contains(
            "\"stopReason\":\"guardrail_intervened\",\"sluice\":{\"code\":\"content_blocked\"");
  }

  /** Blocks end in order, and none is said of after its end. */
  private static void balanced(Bytes stream) {
    int open = -1;
    int last = -1;
    for (String line : EventLines.decoded(stream).lines().toList()) {
      if (!line.startsWith("contentBlock")) {
        assertThat(open).as(line).isEqualTo(-1);
        continue;
      }
      var json = Fields.lenient(Bytes.utf8(line.substring(line.indexOf(' ') + 1)));
      int index = (int) json.integer("contentBlockIndex", -1);
      if (line.startsWith("contentBlockStop")) {
        assertThat(index).isGreaterThanOrEqualTo(Math.max(open, last));
        open = -1;
        last = index;
      } else {
        assertThat(open == -1 ? index > last : index == open).as(line).isTrue();
        open = index;
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429, ThrottlingException, UPSTREAM_RATE_LIMITED, throttlingException",
    "503, ServiceUnavailableException, UPSTREAM_OVERLOADED, serviceUnavailableException",
    "429, ModelNotReadyException, UPSTREAM_OVERLOADED, serviceUnavailableException",
    "400, ServiceQuotaExceededException, UPSTREAM_QUOTA, throttlingException",
    "400, ValidationException, UPSTREAM_INVALID, validationException",
    "403, AccessDeniedException, UPSTREAM_CREDENTIAL, internalServerException",
    "403, UnrecognizedClientException:http://x/, UPSTREAM_CREDENTIAL, internalServerException",
    "404, ResourceNotFoundException, UPSTREAM_NOT_FOUND, internalServerException",
    "408, ModelTimeoutException, UPSTREAM_TIMEOUT, modelStreamErrorException",
    "424, ModelErrorException, UPSTREAM_TRANSIENT, internalServerException",
    "500, InternalServerException, UPSTREAM_TRANSIENT, internalServerException",
  })
  void the_class_of_an_error_is_its_name(int status, String type, Code code, String inStream) {
    var headers = new Headers(List.of(new Headers.Header("x-amzn-ErrorType", type)));
    Codec codec = WireCase.codec("bedrock");
    Fault fault = codec.fault(status, headers, Bytes.utf8("{\"message\":\"words\"}"));
    assertThat(fault.code()).isEqualTo(code);
    Bytes last = codec.writer(named("stream").same()).broken(fault);
    if (!inStream.equals("internalServerException")) {
      assertThat(EventLines.decoded(last)).startsWith("!" + inStream + " {\"message\":");
    }
    var read = WireCase.read(codec.reader(true), last);
    assertThat(read.events()).hasSize(1).first().isInstanceOf(Event.Failed.class);
  }

  @Test
  void a_prompt_that_is_too_long_is_known_by_its_words() {
    Bytes body = Bytes.utf8("{\"message\":\"Input is too long for requested model.\"}");
    assertThat(WireCase.codec("bedrock").fault(400, Headers.NONE, body).code())
        .isEqualTo(Code.CONTEXT_LENGTH);
  }

  @Test
  void a_refusal_has_its_class_in_a_header_and_its_code_in_the_body() {
    Codec codec = WireCase.codec("bedrock");
    var fault = Fault.of(Code.POLICY_DENIED, "no model may see this").naming(List.of("clearance"));
    assertThat(codec.refusalHeaders(fault))
        .containsExactly(new Headers.Header("x-amzn-errortype", "AccessDeniedException"));
    assertThat(codec.refusal(fault, WireCase.EXCHANGE).utf8())
        .isEqualTo(
            "{\"message\":\"no model may see this\",\"code\":\"policy_denied\",\"sluice\":{\"code\":"
                + "\"policy_denied\",\"exchange\":\"01990a3c-5e00-7abc-8def-0123456789ab\","
                + "\"details\":[\"clearance\"]}}");
  }
}
