package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WinnowingTest {
  private static final int K = 24;
  private static final int W = 64;

  private final Winnowing sparse = new Winnowing(K, W, 7);

  @Test
  void a_shared_run_of_the_guaranteed_length_always_shares_a_fingerprint() {
    assertThat(sparse.guaranteed()).isEqualTo(87);
    seeds(
        500,
        random -> {
          String shared = words(random, sparse.guaranteed());
          String one = words(random, random.nextInt(400)) + shared + words(random, 300);
          String other = words(random, random.nextInt(400)) + shared + words(random, 100);
          assertThat(common(one, other)).isTrue();
        });
  }

  @Test
  void the_guarantee_also_holds_for_text_that_repeats_itself() {
    seeds(
        200,
        random -> {
          String shared = words(random, 5).repeat(40).substring(0, sparse.guaranteed());
          assertThat(common(words(random, 90) + shared, shared + words(random, 200))).isTrue();
        });
  }

  @Test
  void unrelated_texts_share_none() {
    seeds(200, random -> assertThat(common(words(random, 2_000), words(random, 2_000))).isFalse());
  }

  @Test
  void few_of_all_hashes_are_kept_and_each_is_one_of_them() {
    seeds(
        50,
        random -> {
          var text = NormalText.of(words(random, 6_500));
          long[] kept = sparse.pick(text);
          assertThat(kept.length).isBetween(150, 260);
          var every = sparse.every(text);
          sparse.pick(text, (hash, index) -> assertThat(every[index]).isEqualTo(hash));
        });
  }

  @Test
  void a_text_of_k_characters_has_one_and_a_shorter_one_none() {
    assertThat(sparse.pick(NormalText.of("abcdefghijklmnopqrstuvwx"))).hasSize(1);
    assertThat(sparse.pick(NormalText.of("abcdefghijklmnopqrstuvw"))).isEmpty();
    assertThat(sparse.every(NormalText.of("short"))).isEmpty();
  }

  @Test
  void another_seed_gives_other_fingerprints() {
    var text = NormalText.of("The quarterly figures are to stay inside this house until May.");
    assertThat(new Winnowing(K, W, 8).pick(text)).doesNotContain(sparse.pick(text));
  }

  private boolean common(String one, String other) {
    long[] first = sparse.pick(NormalText.of(one));
    long[] second = sparse.pick(NormalText.of(other));
    return Arrays.stream(first).anyMatch(hash -> Arrays.stream(second).anyMatch(it -> it == hash));
  }

  private static String words(RandomGenerator random, int chars) {
    var text = new StringBuilder();
    for (int i = 0; i < chars; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  /** Runs {@code test} for that many seeds; a failure names the one that repeats it. */
  private static void seeds(int count, Consumer<RandomGenerator> test) {
    for (int seed = 0; seed < count; seed++) {
      try {
        test.accept(new Random(seed));
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }
}
