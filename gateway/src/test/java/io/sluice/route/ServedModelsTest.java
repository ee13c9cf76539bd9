package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Example;
import io.sluice.model.SetClock;
import io.sluice.route.ServedModels.Difference;
import io.sluice.route.ServedModels.What;
import org.junit.jupiter.api.Test;

/** When what a provider says of who answered means that a model may have changed. */
class ServedModelsTest {
  private static final ModelRef MODEL = new ModelRef("cloud", "large");

  private final ServedModels served = new ServedModels();

  @Test
  void the_model_that_was_asked_for_is_no_news_whatever_its_date() {
    assertThat(served.heard(MODEL, "large-2026-03-01", "fp_1")).isEmpty();
    assertThat(served.heard(MODEL, "large-2026-03-01", "fp_1")).isEmpty();
    assertThat(served.heard(MODEL, "", "")).isEmpty();
  }

  @Test
  void another_model_than_was_asked_for_is_noticed_at_its_first_answer_and_once() {
    assertThat(served.heard(MODEL, "small", ""))
        .contains(new Difference(What.OTHER_MODEL, "large", "small"));
    assertThat(served.heard(MODEL, "small", "")).isEmpty();
  }

  @Test
  void another_version_or_another_configuration_than_before_is_noticed_once() {
    assertThat(served.heard(MODEL, "large-2026-03-01", "fp_1")).isEmpty();
    assertThat(served.heard(MODEL, "large-2026-09-01", "fp_2"))
        .contains(new Difference(What.MODEL, "large-2026-03-01", "large-2026-09-01"));
    assertThat(served.heard(MODEL, "large-2026-09-01", "fp_3"))
        .contains(new Difference(What.FINGERPRINT, "fp_2", "fp_3"));
    assertThat(served.heard(MODEL, "large-2026-03-01", "fp_1")).isEmpty(); // two behind one name
    assertThat(served.heard(new ModelRef("other", "large"), "large", "fp_9")).isEmpty();
  }

  @Test
  void a_provider_that_never_says_the_same_makes_no_more_than_the_last_few_stay() {
    served.heard(MODEL, "large", "fp");
    for (int i = 0; i < 100; i++) {
      assertThat(served.heard(MODEL, "large", "fp_" + i)).isPresent();
    }
    var heard = served.all().getOrDefault(MODEL, ServedModels.Heard.NOTHING);
    assertThat(heard.fingerprints()).hasSize(16).endsWith("fp_99");
  }

  @Test
  void what_was_heard_outlives_the_process() {
    var learned = Learned.nothing(new SetClock(Example.NOON));
    learned.served().heard(MODEL, "large", "fp_1");
    var again = Learned.nothing(new SetClock(Example.NOON));
    LearnedText.write(learned).forEach(line -> LearnedText.read(line, again));
    assertThat(again.served().heard(MODEL, "large", "fp_2"))
        .contains(new Difference(What.FINGERPRINT, "fp_1", "fp_2"));
  }
}
