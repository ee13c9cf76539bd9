package io.sluice.wire.moderations;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Bytes;
import io.sluice.model.Span;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModerationsTest {
  @Test
  void a_question_says_where_each_text_lies() {
    var texts = List.of("plain", "a \"quote\" \\ and\nmore", "\uD83D\uDE00", "");
    var asked = Moderations.ask("judge-1", texts);
    assertThat(asked.body().utf8())
        .isEqualTo(
            "{\"model\":\"judge-1\",\"input\":[\"plain\",\"a \\\"quote\\\" \\\\ and\\nmore\","
                + "\"\uD83D\uDE00\",\"\"]}");
    assertThat(asked.texts()).hasSize(4);
    assertThat(asked.body().slice(asked.texts().getFirst()).utf8()).isEqualTo("plain");
    assertThat(asked.body().slice(asked.texts().get(2)).utf8()).isEqualTo("\uD83D\uDE00");
    assertThat(Moderations.ask("m", List.of()).body().utf8())
        .isEqualTo("{\"model\":\"m\",\"input\":[]}");
  }

  @Test
  void places_are_code_points_there_and_chars_here() {
    String text = "\uD83D\uDE00 bad";
    String said = "{\"results\":[{\"flagged\":true,\"spans\":[[2,5],[0,99],[3,1],[\"x\"],7]}]}";
    var results = Moderations.read(Bytes.utf8(said), List.of(text)).orElseThrow();
    assertThat(results.getFirst().spans()).containsExactly(new Span(3, 6));
  }

  @Test
  void what_is_flagged_and_in_which_categories_is_told_apart() {
    String said =
        "{\"results\":[{\"flagged\":false,\"categories\":{\"b\":true,\"a\":true,\"c\":false}}]}";
    var result = Moderations.read(Bytes.utf8(said), List.of("text")).orElseThrow().getFirst();
    assertThat(result.flagged()).isFalse();
    assertThat(result.categories()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void more_places_than_can_be_told_apart_are_all_of_the_text() {
    String places = "[0,1],".repeat(Moderations.MOST_SPANS) + "[0,1]";
    String said = "{\"results\":[{\"flagged\":false,\"spans\":[" + places + "]}]}";
    var result = Moderations.read(Bytes.utf8(said), List.of("text")).orElseThrow().getFirst();
    assertThat(result.flagged()).isTrue();
    assertThat(result.spans()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no",
        "[]",
        "{}",
        "{\"results\":[]}",
        "{\"results\":[{}]}",
        "{\"results\":[{\"flagged\":\"false\"}]}",
        "{\"results\":[{\"flagged\":null}]}",
        "{\"results\":[{\"flagged\":0}]}",
        "{\"results\":[{\"flagged\":false},{\"flagged\":false}]}",
        "{\"results\":{\"flagged\":false}}"
      })
  void what_is_no_answer_to_the_question_is_none(String body) {
    assertThat(Moderations.read(Bytes.utf8(body), List.of("one text"))).isEmpty();
  }
}
