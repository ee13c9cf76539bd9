package io.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Origin;
import io.sluice.model.Secret;
import io.sluice.model.SetClock;
import io.sluice.model.Span;
import io.sluice.model.Stretch;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LineageIndexTest {
  private static final Label WEB =
      new Label(Integrity.UNTRUSTED, Level.PUBLIC, Categories.of("legal"));
  private static final Label SECRET =
      new Label(Integrity.INTERNAL, Level.CONFIDENTIAL, Categories.of("own-kind"));
  private static final Origin PAGE =
      new Origin("0197d1a2-0000-7000-8000-000000000001", "tool_result:3");
  private static final String EXCHANGE = PAGE.exchange();

  private final SetClock clock = new SetClock(Instant.parse("2026-11-26T12:00:00Z"));
  private final MemorySegment memory = MemorySegment.ofArray(new long[1 << 17]);
  private final LineageIndex index = open();

  private LineageIndex open() {
    return new LineageIndex(memory, IndexSettings.DEFAULT, LineageIndexTest::key, clock);
  }

  private static Secret key(String tenant) {
    return Secret.of(Arrays.copyOf(("key of " + tenant).getBytes(StandardCharsets.UTF_8), 32));
  }

  /** Words that nobody else says, enough for so many normal characters. */
  static String prose(Random random, int chars) {
    var text = new StringBuilder();
    while (text.length() < chars * 7 / 6 + 8) {
      int length = 2 + random.nextInt(9);
      for (int i = 0; i < length; i++) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      text.append(random.nextInt(9) == 0 ? ".\n" : " ");
    }
    return text.toString();
  }

  private static String normal(String text, int chars) {
    var out = new StringBuilder();
    int count = 0;
    for (int i = 0; i < text.length() && count < chars; i++) {
      out.append(text.charAt(i));
      count += Character.isLetterOrDigit(text.charAt(i)) ? 1 : 0;
    }
    return out.toString();
  }

  @Test
  void a_text_that_comes_back_has_its_label_and_says_where_it_was() {
    String text = prose(new Random(1), 400);
    index.learn("acme", text, WEB, PAGE);
    assertThat(index.recognise("acme", text))
        .containsExactly(new Stretch(new Span(0, text.length()), WEB, List.of(PAGE)));
  }

  @Test
  void only_the_quotation_has_the_label_and_all_of_it() {
    String text = prose(new Random(2), 300).strip();
    index.learn("acme", text, WEB, PAGE);
    String before = "What do you make of this, which came by mail this morning: ";
    String after = ". Please answer in two short sentences and name no names at all.";
    List<Stretch> known = index.recognise("acme", before + text + after);
    assertThat(known).hasSize(1);
    assertThat(known.getFirst().span().start()).isBetween(before.length() - 2, before.length());
    assertThat(known.getFirst().span().end())
        .isBetween(before.length() + text.length() - 2, before.length() + text.length() + 2);
  }

  @Test
  void every_shared_run_of_71_normal_characters_is_known_while_dense_and_of_151_when_thinned() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      String text = prose(random, 500 + random.nextInt(2_000));
      index.learn("acme", text, WEB, PAGE);
      String fresh = quoted(random, text, 71);
      assertThat(index.recognise("acme", fresh)).as("seed %d", seed).isNotEmpty();
      clock.advance(Duration.ofHours(3));
      assertThat(index.recognise("acme", quoted(random, text, 151)))
          .as("seed %d", seed)
          .isNotEmpty();
    }
  }

  /** A run of the text in capitals among words of others. */
  private static String quoted(Random random, String text, int chars) {
    int from = random.nextInt(text.length() / 3);
    String run = normal(text.substring(from), chars + 10).toUpperCase(java.util.Locale.ROOT);
    return prose(random, 900) + "> " + run.replace(" ", "\n* ") + prose(random, 300);
  }

  @Test
  void two_tenants_never_meet() {
    String text = prose(new Random(3), 2_000);
    index.learn("acme", text, SECRET, PAGE);
    assertThat(index.recognise("globex", text)).isEmpty();
    assertThat(index.recognise("", text)).isEmpty();
    assertThat(index.recognise("acme", text)).isNotEmpty();
  }

  @Test
  void it_survives_a_restart_with_the_names_of_its_categories() {
    String text = prose(new Random(4), 600);
    index.learn("acme", text, SECRET, PAGE);
    Stretch known = open().recognise("acme", "Again: " + text.substring(100, 400)).getFirst();
    assertThat(known.label()).isEqualTo(SECRET);
    assertThat(known.origins()).containsExactly(PAGE);
  }

  @Test
  void what_is_confidential_stays_dense_for_30_days_and_the_rest_is_gone_after_one() {
    String plain = prose(new Random(5), 800);
    String secret = prose(new Random(6), 800);
    index.learn("acme", plain, WEB, PAGE);
    index.learn("acme", secret, SECRET, PAGE);
    clock.advance(Duration.ofHours(25));
    assertThat(index.recognise("acme", plain)).isEmpty();
    assertThat(index.recognise("acme", "so: " + normal(secret.substring(300), 80))).isNotEmpty();
    clock.advance(Duration.ofDays(30));
    assertThat(index.recognise("acme", secret)).isEmpty();
  }

  @Test
  void an_answer_is_known_as_far_as_it_was_released() {
    String text = prose(new Random(7), 900);
    var learning =
        index.learning(new Lineage.Party("acme", "support"), WEB, new Origin(EXCHANGE, "answer:0"));
    int released = 0;
    var random = new Random(8);
    while (released < text.length()) {
      int next = Math.min(text.length(), released + 1 + random.nextInt(9));
      learning.add(text.substring(released, next));
      released = next;
      String seen = text.substring(0, released);
      if (seen.chars().filter(Character::isLetterOrDigit).count() >= 71) {
        String tail = seen.substring(Math.max(0, seen.length() - 110));
        assertThat(index.recognise("acme", tail)).as("after %d", released).isNotEmpty();
      }
    }
    learning.end();
    assertThat(index.recognise("acme", text).getFirst().span())
        .isEqualTo(new Span(0, text.length()));
  }

  @Test
  void content_that_an_exchange_brought_is_gone_with_it() {
    String text = prose(new Random(9), 900);
    index.learn("acme", text, WEB, PAGE);
    assertThat(index.forget(EXCHANGE)).isTrue();
    assertThat(index.recognise("acme", text)).isEmpty();
    assertThat(index.forget(EXCHANGE)).isFalse();
  }

  @Test
  void a_text_that_is_said_again_and_again_pushes_nothing_out() {
    String text = prose(new Random(10), 900);
    said(text, SECRET, 1);
    long once = index.status().entries();
    for (int i = 2; i < 500; i++) {
      said(text, WEB, i);
    }
    assertThat(index.status().entries()).isLessThan(6 * once);
    assertThat(index.status().evicted()).isZero();
    assertThat(index.recognise("acme", text).getFirst().label()).isEqualTo(SECRET.join(WEB));
    assertThat(index.forget(exchange(499))).isTrue();
    assertThat(index.recognise("acme", text).getFirst().label()).isEqualTo(SECRET.join(WEB));
  }

  private void said(String text, Label label, int number) {
    var party = new Lineage.Party("acme", "");
    var saying = index.learning(party, label, new Origin(exchange(number), "answer"));
    saying.add(text);
    saying.end();
  }

  private static String exchange(int number) {
    return new UUID(7, number).toString();
  }

  @Test
  void other_texts_and_short_ones_are_not_known() {
    index.learn("acme", "Yes, of course.", WEB, PAGE);
    assertThat(index.recognise("acme", "Yes, of course.")).isEmpty();
    for (int seed = 0; seed < 200; seed++) {
      index.learn("acme", prose(new Random(1_000 + seed), 900), WEB, PAGE);
    }
    for (int seed = 0; seed < 200; seed++) {
      assertThat(index.recognise("acme", prose(new Random(5_000 + seed), 900))).isEmpty();
    }
  }
}
