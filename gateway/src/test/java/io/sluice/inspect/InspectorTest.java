package io.sluice.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Embedding;
import io.sluice.model.Example;
import io.sluice.model.Findings;
import io.sluice.model.Request;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Coding;
import io.sluice.model.Segment.Source;
import io.sluice.model.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InspectorTest {
  /** Finds every exclamation mark, counts how often it is asked, and fails at a hash sign. */
  private static final class Marks implements Detector {
    private int asked;

    @Override
    public String type() {
      return "mark";
    }

    @Override
    public String triggers() {
      return "!#";
    }

    @Override
    public boolean after(char previous) {
      return true;
    }

    @Override
    public void verify(Window window, int at) {
      asked++;
      window.found(at, at + 1);
      if (window.at(at) == '#') {
        throw new IllegalStateException("on cue");
      }
    }
  }

  private static Request request(Segment... segments) {
    return new Embedding(
        Example.chat(0, 0), List.of(segments), List.of(segments), 0, false, List.of());
  }

  private static Segment user(String text) {
    return new Segment(Source.USER, text, Span.NONE, Coding.STRING);
  }

  private static Segment raw(String text) {
    return new Segment(Source.TOOL_CALL, text, Span.NONE, Coding.RAW);
  }

  private final Marks marks = new Marks();
  private final Inspector counted = new Inspector(InspectSettings.DEFAULT, List.of(marks));

  @Test
  void a_text_is_looked_at_once_however_often_it_comes_back() {
    String turn = "a long turn of a conversation ".repeat(20) + "!";
    Findings first = counted.inspect(request(user(turn)));
    Findings second = counted.inspect(request(user("short"), user(new String(turn)), user(turn)));
    assertThat(marks.asked).isEqualTo(1);
    assertThat(first.bySegment()).containsExactly(second.bySegment().get(1));
    assertThat(second.bySegment().get(0)).isEmpty();
    assertThat(second.bySegment().get(2)).hasSize(1);
  }

  @Test
  void a_lone_surrogate_is_not_taken_for_the_question_mark_that_utf8_makes_of_it() {
    String rest = " and so on".repeat(50);
    counted.inspect(request(user("!?" + rest)));
    counted.inspect(request(user("!\ud800" + rest)));
    counted.inspect(request(user("!\ud800" + rest + "漢")));
    counted.inspect(request(user("!?" + rest + "漢🎈")));
    counted.inspect(request(user("!?" + rest + "漢🎈")));
    assertThat(marks.asked).isEqualTo(4);
  }

  @Test
  void a_detector_that_fails_is_named_and_the_others_go_on() {
    var both = new Inspector(InspectSettings.DEFAULT, List.of(new Marks(), new EmailDetector()));
    String text = "! # ann@firm.example ! " + "filler ".repeat(60);
    for (int round = 0; round < 2; round++) {
      Findings findings = both.inspect(request(user(text), user("!")));
      assertThat(findings.notScanned()).containsExactly("mark");
      assertThat(findings.bySegment().get(0).getLast().type()).isEqualTo("email");
      assertThat(findings.bySegment().get(1)).hasSize(1);
    }
    StreamScan stream = both.stream();
    stream.feed(text);
    stream.end();
    assertThat(stream.notScanned()).containsExactly("mark");
  }

  /** A clock that goes on by so many milliseconds whenever it is asked. */
  private static final class Ticking implements LongSupplier {
    private long now;
    private long millis;

    @Override
    public long getAsLong() {
      now += millis * 1_000_000;
      return now;
    }
  }

  private static final InspectSettings SECOND =
      new InspectSettings(1 << 20, Duration.ofSeconds(1), Duration.ofSeconds(1));

  @Test
  void what_there_was_no_time_for_is_named_and_looked_for_the_next_time() {
    var clock = new Ticking();
    var inspector = new Inspector(SECOND, List.of(new Marks()), List.of(), clock);
    String text = "look! " + "filler ".repeat(60);
    clock.millis = 2_000;
    Findings late = inspector.inspect(request(user(text)));
    assertThat(late.notScanned()).containsExactly("mark");
    assertThat(late.bySegment().getFirst()).isEmpty();
    clock.millis = 0;
    Findings again = inspector.inspect(request(user(text)));
    assertThat(again.notScanned()).isEmpty();
    assertThat(again.bySegment().getFirst()).hasSize(1);
  }

  /** Finds every text that it has the time for. */
  private record Suspicious() implements Judge {
    @Override
    public String type() {
      return "injection";
    }

    @Override
    public @Nullable List<Span> judge(String text, BooleanSupplier late) {
      return late.getAsBoolean() ? null : List.of(new Span(0, text.length()));
    }
  }

  @Test
  void a_judge_that_had_no_time_is_named_and_the_detectors_findings_stay() {
    var clock = new Ticking();
    var settings = new InspectSettings(1 << 20, Duration.ofHours(1), Duration.ofSeconds(1));
    var inspector = new Inspector(settings, List.of(new Marks()), List.of(new Suspicious()), clock);
    String text = "look! " + "filler ".repeat(60);
    clock.millis = 2_000;
    Findings late = inspector.inspect(request(user(text)));
    assertThat(late.notScanned()).containsExactly("injection");
    assertThat(late.bySegment().getFirst()).hasSize(1);
    clock.millis = 0;
    assertThat(inspector.inspect(request(user(text))).bySegment().getFirst()).hasSize(2);
    assertThat(inspector.orders(text)).isPresent();
    clock.millis = 2_000;
    assertThat(inspector.orders(text)).isEmpty();
  }

  @Test
  void a_find_in_json_never_begins_or_ends_inside_an_escape() {
    var inspector = new Inspector(InspectSettings.DEFAULT);
    String json = "{\"a\":\"x\\nann@firm.example\\u00e9\",\"b\":\"\\u0041bob@firm.example\\\\\"}";
    Findings findings = inspector.inspect(request(raw(json)));
    var values = new ArrayList<String>();
    findings
        .bySegment()
        .getFirst()
        .forEach(found -> values.add(json.substring(found.span().start(), found.span().end())));
    assertThat(values).containsExactly("ann@firm.example", "bob@firm.example");
    assertThat(inspector.scanJson(json).bySegment()).isEqualTo(findings.bySegment());
  }

  @Test
  void texts_that_differ_in_how_they_are_read_do_not_share_findings() {
    var inspector = new Inspector(InspectSettings.DEFAULT);
    String text = "\\u0041bob@firm.example " + "filler ".repeat(60);
    Findings findings = inspector.inspect(request(user(text), raw(text)));
    assertThat(findings.bySegment().get(0)).isNotEqualTo(findings.bySegment().get(1));
  }

  @Test
  void the_cache_keeps_within_its_weight_and_can_be_off() {
    var small = new Inspector(new InspectSettings(10_000), List.of(marks));
    Stream.iterate(0, i -> i < 1_000, i -> i + 1)
        .forEach(i -> small.inspect(request(user("! " + i + " filler".repeat(60)))));
    assertThat(marks.asked).isEqualTo(1_000);
    assertThat(small.kept()).isLessThanOrEqualTo(100);
    var none = new Inspector(new InspectSettings(0), List.of(marks));
    none.inspect(request(user("!" + " filler".repeat(60))));
    assertThat(none.kept()).isZero();
  }
}
