package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Candidate;
import io.sluice.model.Example;
import io.sluice.model.Task;
import io.sluice.route.Experience.Sight;
import org.junit.jupiter.api.Test;

class ExperienceTest {
  private final Experience experience = new Experience();
  private final Candidate cheap = Example.candidate("cheap", Example.price(0, 1));
  private final Candidate dear = Example.candidate("dear", Example.price(10, 30));
  private final Sight code = new Sight("acme", "auto", new Task("code", "short"));
  private final Sight math = new Sight("acme", "auto", new Task("math", "short"));

  private double quality(Sight sight, Candidate candidate) {
    return experience.outlook(sight).of(candidate).quality();
  }

  private void scores(Sight sight, Candidate candidate, double score, int times) {
    for (int i = 0; i < times; i++) {
      experience.scored(sight, candidate, score, 1);
    }
  }

  @Test
  void before_anything_is_known_the_dearer_is_expected_to_be_better_and_the_unknown_is_not() {
    assertThat(quality(code, dear)).isGreaterThan(quality(code, cheap));
    var nameless = Example.candidate("nameless", null);
    assertThat(quality(code, nameless)).isLessThan(quality(code, dear));
    assertThat(quality(new Sight("acme", "auto", Task.NONE), dear)).isBetween(0.0, 1.0);
  }

  @Test
  void of_a_kind_that_a_route_states_as_much_is_expected_as_of_the_one_its_form_tells() {
    var stated = new Sight("acme", "auto", new Task("our-own", "code/short"));
    var untold = new Sight("acme", "auto", new Task("our-own", ""));
    assertThat(quality(stated, cheap)).isEqualTo(quality(code, cheap));
    assertThat(quality(untold, cheap)).isNotEqualTo(quality(code, cheap));
  }

  @Test
  void a_few_scores_say_little_and_many_say_what_they_say() {
    double before = quality(code, cheap);
    scores(code, cheap, 1, 3);
    assertThat(quality(code, cheap)).isBetween(before, before + 0.15);
    scores(code, cheap, 1, 1_000);
    assertThat(quality(code, cheap)).isGreaterThan(0.95);
    scores(code, dear, 0, 1_000);
    assertThat(quality(code, dear)).isLessThan(0.05);
  }

  @Test
  void what_is_learned_stays_with_its_tenant_and_bears_on_other_tasks_only_a_little() {
    double elsewhere = quality(math, cheap);
    scores(code, cheap, 1, 200);
    assertThat(quality(new Sight("other", "auto", code.task()), cheap))
        .isEqualTo(new Experience().outlook(code).of(cheap).quality());
    assertThat(quality(math, cheap)).isGreaterThan(elsewhere);
    assertThat(quality(code, cheap)).isGreaterThan(quality(math, cheap));
  }

  @Test
  void lengths_of_answers_and_sizes_of_requests_are_learned() {
    for (int i = 0; i < 50; i++) {
      experience.answered(code, cheap, 2_000, 40);
    }
    assertThat(experience.outlook(code).of(cheap).outputTokens()).isBetween(40.0, 70.0);
    assertThat(experience.outlook(code).usual().inputTokens()).isEqualTo(2_000);
    assertThat(experience.outlook(new Sight("acme", "other", code.task())).usual())
        .isEqualTo(Outlook.Usual.UNKNOWN);
  }
}
