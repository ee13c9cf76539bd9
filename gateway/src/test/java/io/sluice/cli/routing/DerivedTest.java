package io.sluice.cli.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Candidate;
import io.sluice.model.Price;
import io.sluice.model.Task;
import io.sluice.route.Experience;
import io.sluice.route.Strengths;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is expected of models by a table made from recorded outcomes, and from which of them. */
class DerivedTest {
  private static final List<Candidate> MODELS =
      List.of(model("tiny", "0.1"), model("middle", "2"), model("dear", "20"));

  private static Candidate model(String name, String dollars) {
    var price = new BigDecimal(dollars);
    return Requests.candidate(name, new Price(price, price, price, price));
  }

  /** Fifty prompts of one kind, each answered alike by each model. */
  private static Outcomes set(String name, double... quality) throws JsonException {
    var items = new ArrayList<Outcomes.Item>();
    double[][] worth = new double[50][];
    double[][] cost = new double[50][];
    for (int i = 0; i < 50; i++) {
      String text = "Tell me something of the town of number " + i;
      var json = new JsonWriter(64).object().field("prompt", text).endObject().done();
      var prompt = Requests.prompt(Json.parse(json, JsonLimits.DEFAULT));
      items.add(new Outcomes.Item(name + i, "", prompt));
      worth[i] = quality;
      cost[i] = new double[] {0.0001, 0.002, 0.02};
    }
    return new Outcomes(name, items, MODELS, worth, cost);
  }

  private static List<Double> expected(Strengths table) {
    var sight = new Experience.Sight("t", "r", new Task("text", ""));
    var outlook = new Experience(table).outlook(sight);
    return MODELS.stream().map(model -> outlook.of(model).quality()).toList();
  }

  @Test
  void a_set_is_judged_by_a_table_that_it_did_not_help_to_make() throws JsonException {
    var other = set("other", 0.3, 0.6, 0.8);
    var one =
        expected(Derived.without(List.of(set("judged", 0.9, 0.9, 0.9), other), set("judged")));
    var two =
        expected(Derived.without(List.of(set("judged", 0.1, 0.1, 0.1), other), set("judged")));
    assertThat(one).isEqualTo(two);
    var alone = set("alone", 0.9, 0.9, 0.9);
    assertThat(expected(Derived.without(List.of(alone), alone)))
        .isEqualTo(expected(Strengths.shipped()));
  }

  @Test
  void the_best_counts_as_nine_tenths_and_dearer_is_better_by_a_point_at_least()
      throws JsonException {
    var sets = List.of(set("other", 0.4, 0.8, 0.8), set("judged", 0, 0, 0));
    var expected = expected(Derived.without(sets, sets.get(1)));
    assertThat(expected.get(0)).isBetween(0.43, 0.46);
    assertThat(expected.get(1)).isBetween(0.89, 0.91);
    assertThat(expected.get(2)).isBetween(expected.get(1) + 0.01, 0.93);
  }

  @Test
  void between_two_tiers_a_model_is_expected_to_be_as_good_as_its_price_is_high() {
    var sight = new Experience.Sight("t", "r", new Task("text", ""));
    var outlook = new Experience().outlook(sight);
    double before = 0;
    for (String dollars : List.of("0.05", "0.2", "0.3", "0.5", "1", "3", "8", "15", "40", "90")) {
      double quality = outlook.of(model("m" + dollars, dollars)).quality();
      assertThat(quality).as(dollars).isGreaterThan(before).isLessThan(0.99);
      before = quality;
    }
  }
}
