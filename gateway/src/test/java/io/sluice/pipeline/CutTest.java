package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Event;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CutTest {
  private static final String TEXT = "All of this is said, and some of it must not be.";

  private static Cut cut(Span... spans) {
    var places = new ArrayList<Cut.Place>();
    for (Span span : spans) {
      places.add(new Cut.Place(span, "rule"));
    }
    return new Cut(Map.of(Taking.voice(0, -1), places));
  }

  private static String said(List<Event> events) {
    var out = new StringBuilder();
    events.forEach(event -> Taking.take(event, (text, _) -> out.append(text)));
    return out.toString();
  }

  @Test
  void however_an_answer_is_cut_into_events_what_remains_is_the_same() {
    var random = new Random(5);
    for (int round = 0; round < 500; round++) {
      int from = random.nextInt(TEXT.length() - 1);
      int to = from + 1 + random.nextInt(TEXT.length() - from - 1);
      var cut = cut(new Span(from, to));
      var out = new ArrayList<Event>();
      for (int at = 0; at < TEXT.length(); ) {
        int end = Math.min(TEXT.length(), at + 1 + random.nextInt(9));
        out.addAll(cut.of(List.of(new Event.Text(0, TEXT.substring(at, end), Span.NONE))));
        at = end;
      }
      assertThat(said(out)).isEqualTo(TEXT.substring(0, from) + "[rule]" + TEXT.substring(to));
    }
  }

  @Test
  void places_that_overlap_are_one_and_other_voices_stay_whole() {
    var cut = cut(new Span(0, 6), new Span(4, 11));
    List<Event> out =
        cut.of(
            List.of(
                new Event.Text(0, TEXT, Span.NONE),
                new Event.Text(1, TEXT, Span.NONE),
                new Event.Thinking(TEXT)));
    assertThat(said(out)).isEqualTo("[rule]" + TEXT.substring(11) + TEXT + TEXT);
  }

  @Test
  void events_of_which_nothing_is_left_are_left_out() {
    var cut = cut(new Span(0, 3));
    assertThat(cut.of(List.of(new Event.Text(0, "A", Span.NONE)))).hasSize(1);
    assertThat(cut.of(List.of(new Event.Text(0, "ll", Span.NONE), new Event.Ended())))
        .containsExactly(new Event.Ended());
    var same = List.<Event>of(new Event.Text(0, " of this", Span.NONE));
    assertThat(cut.of(same)).isSameAs(same);
  }
}
