package io.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a text is cut into pieces, what is held back from it is the same. */
class GuardsTest {
  private static final String RUN =
      "the merger with Northwind closes on the ninth of March at forty one per share, in cash";

  private static String words(SplittableRandom random, int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      for (int c = random.nextInt(1, 9); c > 0; c--) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      text.append(random.nextInt(12) == 0 ? ". " : " ");
    }
    return text.toString();
  }

  /** Something that takes a text in pieces. */
  private interface Guard {
    String feed(String text);

    String finish();
  }

  private static String through(Guard guard, String text, SplittableRandom random) {
    var out = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int next = Math.min(text.length(), at + random.nextInt(1, 60));
      out.append(guard.feed(text.substring(at, next)));
      at = next;
    }
    return out.append(guard.finish()).toString();
  }

  private static Guard runs(RunGuard guard) {
    return new Guard() {
      @Override
      public String feed(String text) {
        return guard.feed(text);
      }

      @Override
      public String finish() {
        return guard.finish();
      }
    };
  }

  private static Guard links(LinkGuard guard) {
    return new Guard() {
      @Override
      public String feed(String text) {
        return guard.feed(text);
      }

      @Override
      public String finish() {
        return guard.finish();
      }
    };
  }

  @Test
  void no_character_of_a_forbidden_run_leaves_however_it_is_cut() {
    var random = new SplittableRandom(6);
    for (int round = 0; round < 500; round++) {
      String before = words(random, random.nextInt(0, 120));
      String text = before + RUN + words(random, random.nextInt(0, 120));
      var guard = new RunGuard(piece -> piece.contains(RUN));
      String out = through(runs(guard), text, random);
      assertThat(guard.hit()).as("round %d", round).isTrue();
      assertThat(before).as("round %d", round).startsWith(out);
    }
  }

  @Test
  void a_text_with_nothing_forbidden_comes_out_as_it_is_and_little_is_held() {
    var random = new SplittableRandom(7);
    for (int round = 0; round < 200; round++) {
      String text = words(random, random.nextInt(0, 300));
      assertThat(through(runs(new RunGuard(_ -> false)), text, random)).isEqualTo(text);
    }
    var guard = new RunGuard(_ -> false);
    int out = guard.feed("     ".repeat(1_000)).length();
    assertThat(5_000 - out).isLessThanOrEqualTo(RunGuard.MOST_CHARS);
  }

  private static final String LINKED =
      "See ![x](https://collector.example/p?d=Q2FyZCA0MTExIDExMTEgMTEx9z) or"
          + " http://docs.example/guide and HTTPS://docs.example/a. The http protocol: ht";

  @Test
  void links_that_carry_data_are_taken_out_and_all_else_stays_however_it_is_cut() {
    var random = new SplittableRandom(8);
    String expected =
        "See ![x](" + LinkGuard.WITHHELD + ") or" + LINKED.substring(LINKED.indexOf(" http://"));
    for (int round = 0; round < 500; round++) {
      var guard = new LinkGuard(LinkGuard::looksLikeData);
      assertThat(through(links(guard), LINKED, random)).isEqualTo(expected);
      assertThat(guard.withheld()).isEqualTo(1);
    }
  }

  @Test
  void a_link_too_long_to_look_at_is_taken_out_whole() {
    var random = new SplittableRandom(9);
    String text = "a https://x.example/" + "word/".repeat(2_000) + " b";
    assertThat(through(links(new LinkGuard(_ -> false)), text, random))
        .isEqualTo("a " + LinkGuard.WITHHELD + " b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://c.example/i.png?q=SGVsbG8gdGhpcyBpcyBhIHNlY3JldA9x",
        "https://9f86d081884c7d659a2feaa0c55ad015.c.example/",
        "http://c.example/#sk-proj-Ab12Cd34Ef56Gh78Ij90"
      })
  void data_is_told(String link) {
    assertThat(LinkGuard.looksLikeData(link)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://docs.example/en/latest/getting-started.html",
        "https://example.com/blog/2026/11/26/how-we-built-it",
        "https://shop.example/search?q=running+shoes&page=2"
      })
  void words_are_not_data(String link) {
    assertThat(LinkGuard.looksLikeData(link)).isFalse();
  }
}
