package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Code;
import io.sluice.model.Example;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.model.Plan;
import io.sluice.model.Priority;
import io.sluice.model.SetClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How calls are spread over the deployments of one model, by what their callers felt. */
class SpreadTest {
  private static final Fault FAILED = Fault.of(Code.UPSTREAM_OVERLOADED, "no");

  private final SetClock clock = new SetClock(Example.NOON);
  private final Health health = new Health(HealthSettings.DEFAULT, clock);
  private final SplittableRandom random = new SplittableRandom(3);

  private static ModelRef ref(int number) {
    return new ModelRef("p" + number, "m");
  }

  private static Plan pool(int size) {
    var candidates = new Candidate[size];
    for (int i = 0; i < size; i++) {
      Candidate like = Example.candidate("m", Example.price(1, 1));
      candidates[i] =
          new Candidate(ref(i), "m" + i, "openai", like.profile(), like.price(), like.abilities());
    }
    return Example.plan(candidates);
  }

  private Plan spread(Plan plan, Priority priority) {
    return health.spread(plan, new Health.Call("acme", priority), random);
  }

  private Map<ModelRef, Integer> firsts(Plan plan, int times) {
    var firsts = new HashMap<ModelRef, Integer>();
    for (int i = 0; i < times; i++) {
      var first = spread(plan, Priority.NORMAL).order().getFirst().candidate().ref();
      firsts.merge(first, 1, Integer::sum);
    }
    return firsts;
  }

  private void answers(int number, long millis, int times) {
    for (int i = 0; i < times; i++) {
      health.claim(ref(number));
      health.ended(ref(number), null);
      health.began(ref(number), Duration.ofMillis(millis));
    }
  }

  private void fails(int number, int times) {
    for (int i = 0; i < times; i++) {
      health.claim(ref(number));
      health.ended(ref(number), FAILED);
    }
  }

  @Test
  void whoever_answers_slowest_is_first_for_nobody_and_the_quickest_for_most() {
    answers(0, 100, 3);
    answers(1, 200, 3);
    answers(2, 900, 3);
    var firsts = firsts(pool(3), 3_000);
    assertThat(firsts).doesNotContainKey(ref(2));
    assertThat(firsts.get(ref(0))).isBetween(1_850, 2_150); // two of three draws hold it
  }

  @Test
  void calls_that_wait_for_their_first_word_weigh_as_much_as_a_slow_answer() {
    answers(0, 100, 3);
    answers(1, 150, 3);
    health.claim(ref(0));
    health.claim(ref(0));
    assertThat(firsts(pool(2), 100)).containsOnlyKeys(ref(1));
  }

  @Test
  void one_whose_provider_lets_us_ask_little_more_comes_later() {
    answers(0, 100, 3);
    answers(1, 150, 3);
    var left =
        new Headers(
            List.of(
                new Header("x-ratelimit-limit-requests", "100"),
                new Header("x-ratelimit-remaining-requests", "5"),
                new Header("x-ratelimit-reset-requests", "60s")));
    health.quotas().heard("acme", ref(0), left, null);
    assertThat(firsts(pool(2), 100)).containsOnlyKeys(ref(1));
  }

  @Test
  void one_that_recovered_gets_its_share_back_slowly() {
    answers(0, 100, 3);
    answers(1, 100, 3);
    fails(0, 5);
    clock.advance(Duration.ofSeconds(5));
    answers(0, 100, 1); // the probe
    answers(1, 150, 3);
    assertThat(firsts(pool(2), 100)).containsOnlyKeys(ref(1));
    clock.advance(Duration.ofSeconds(31));
    answers(1, 150, 3);
    assertThat(firsts(pool(2), 100)).containsOnlyKeys(ref(0));
  }

  @Test
  void one_that_fails_much_more_often_than_its_siblings_is_ejected_and_never_the_last() {
    for (int i = 0; i < 10; i++) { // half of its calls, never five in a row
      fails(0, 2);
      answers(0, 50, 2);
      answers(1, 100, 4);
    }
    spread(pool(2), Priority.NORMAL);
    assertThat(health.condition(ref(0)).state()).isEqualTo(Condition.State.OPEN);
    for (int i = 0; i < 10; i++) {
      fails(1, 2);
      answers(1, 100, 2);
    }
    spread(pool(2), Priority.NORMAL);
    assertThat(health.condition(ref(1)).state()).isEqualTo(Condition.State.CLOSED);
  }

  @Test
  void how_many_may_wait_shrinks_with_slow_answers_and_grows_with_quick_ones() {
    answers(0, 100, 1);
    answers(1, 100, 1);
    answers(0, 1_000, 40); // down to two
    health.claim(ref(0));
    health.claim(ref(0));
    for (int i = 0; i < 20; i++) {
      health.claim(ref(1)); // busier by far, but not beyond its room
    }
    assertThat(firsts(pool(2), 50)).containsOnlyKeys(ref(1));
  }

  @Test
  void a_probe_is_left_to_a_call_that_can_wait_and_after_a_while_made_by_any() {
    fails(0, 5);
    clock.advance(Duration.ofSeconds(5));
    assertThat(firsts(pool(2), 20)).containsOnlyKeys(ref(1));
    assertThat(health.claim(ref(0), true)).isFalse();
    var low = spread(pool(2), Priority.LOW).order().getFirst().candidate().ref();
    assertThat(low).isEqualTo(ref(0));

    clock.advance(Duration.ofSeconds(2));
    assertThat(firsts(pool(2), 20)).containsOnlyKeys(ref(0));
    assertThat(health.claim(ref(0), true)).isTrue();
    assertThat(firsts(pool(2), 20)).containsOnlyKeys(ref(1)); // it is under way
  }

  @Test
  void a_call_whose_prompt_begins_as_one_that_was_read_goes_there_unless_that_is_much_slower() {
    answers(0, 100, 3);
    answers(1, 100, 3);
    answers(2, 100, 3);
    var prompt = PrefixesTest.of("The same preface as ever. ".repeat(200), "acme");
    health.prefixes().read(prompt, ref(1));
    var call = new Health.Call("acme", Priority.NORMAL, prompt);
    for (int i = 0; i < 50; i++) {
      var first = health.spread(pool(3), call, random).order().getFirst().candidate().ref();
      assertThat(first).isEqualTo(ref(1));
    }
    answers(1, 900, 1);
    for (int i = 0; i < 50; i++) {
      var first = health.spread(pool(3), call, random).order().getFirst().candidate().ref();
      assertThat(first).isNotEqualTo(ref(1));
    }
  }

  @Test
  void one_that_publishes_a_long_queue_comes_later() {
    answers(0, 100, 3);
    answers(1, 300, 3);
    health.gauges().told(ref(0), new Gauges.Published("m", 40, 0.5));
    assertThat(firsts(pool(2), 50)).containsOnlyKeys(ref(1));
  }

  @Test
  void of_many_deployments_each_plan_has_all_and_each_is_first_at_times() {
    Plan plan = pool(60);
    var seen = firsts(plan, 2_000);
    assertThat(seen).hasSize(60);
    var refs = new ArrayList<ModelRef>();
    spread(plan, Priority.NORMAL).order().forEach(one -> refs.add(one.candidate().ref()));
    assertThat(refs).doesNotHaveDuplicates().hasSize(60);
  }
}
