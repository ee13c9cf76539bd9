package io.sluice.cli.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Candidate;
import io.sluice.model.Price;
import io.sluice.model.Task;
import io.sluice.route.Experience;
import io.sluice.route.Strengths;
import io.sluice.route.StrengthsTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is expected of models by a table made from recorded outcomes, and from which of them. */
class DerivedTest {
  private static final List<Candidate> MODELS =
      List.of(model("tiny", "0.1"), model("middle", "2"), model("dear", "20"));

  private static Candidate model(String name, String dollars) {
    var price = new BigDecimal(dollars);
    return Requests.candidate(name, new Price(price, price, price, price));
  }

  private static Outcomes set(String name, double... quality) throws JsonException {
    return set(name, 50, quality);
  }

  /** So many prompts of one kind, each answered alike by each model. */
  private static Outcomes set(String name, int prompts, double... quality) throws JsonException {
    var items = new ArrayList<Outcomes.Item>();
    double[][] worth = new double[prompts][];
    double[][] cost = new double[prompts][];
    for (int i = 0; i < prompts; i++) {
      String text = "Tell me something of the town of number " + i;
      var json = new JsonWriter(64).object().field("prompt", text).endObject().done();
      var prompt = Requests.prompt(Json.parse(json, JsonLimits.DEFAULT));
      items.add(new Outcomes.Item(name + i, "", prompt));
      worth[i] = quality;
      cost[i] = new double[] {0.0001, 0.002, 0.02};
    }
    return new Outcomes(name, items, MODELS, worth, cost);
  }

  private static List<Double> expected(StrengthsTable table) {
    var sight = new Experience.Sight("t", "r", new Task("text", ""));
    var outlook = new Experience(new Strengths(table)).outlook(sight);
    return MODELS.stream().map(model -> outlook.of(model).quality()).toList();
  }

  @Test
  void a_set_is_judged_by_a_table_that_it_did_not_help_to_make() throws JsonException {
    var other = set("other", 0.3, 0.6, 0.8);
    var judged = set("judged", 0.9, 0.9, 0.9);
    var ships = Derived.from(List.of(judged, other));
    assertThat(Derived.judging(List.of(judged, other), judged, ships))
        .isEqualTo(Derived.from(List.of(other)));
    var same = set("judged", 0.1, 0.1, 0.1);
    assertThat(Derived.judging(List.of(same, other), same, ships))
        .isEqualTo(Derived.from(List.of(other)));
  }

  @Test
  void a_set_that_did_not_help_to_make_what_ships_is_judged_by_what_ships() throws JsonException {
    var other = set("other", 0.3, 0.6, 0.8);
    var fresh = set("fresh", 0.9, 0.9, 0.9);
    var ships = Derived.from(List.of(other));
    assertThat(Derived.helped(ships, other)).isTrue();
    assertThat(Derived.judging(List.of(other, fresh), fresh, ships)).isSameAs(ships);
    assertThat(Derived.helped(Strengths.shipped(), fresh)).isFalse();
  }

  @Test
  void the_best_counts_as_nine_tenths_and_dearer_is_better_by_a_point_at_least()
      throws JsonException {
    var expected = expected(Derived.from(List.of(set("other", 0.4, 0.8, 0.8))));
    assertThat(expected.get(0)).isBetween(0.43, 0.46);
    assertThat(expected.get(1)).isBetween(0.89, 0.91);
    assertThat(expected.get(2)).isBetween(expected.get(1) + 0.01, 0.93);
  }

  @Test
  void a_model_that_many_prompts_were_put_to_is_expected_to_be_what_it_was_and_no_other()
      throws JsonException {
    var sets = new ArrayList<Outcomes>();
    for (int i = 0; i < 3; i++) {
      sets.add(set("few" + i, 0.8, 0.2, 0.8)); // fifty prompts each: too few to name a model
    }
    assertThat(Derived.from(sets).models().getOrDefault("text", Map.of())).isEmpty();
    var table = Derived.from(List.of(set("many", 400, 0.8, 0.2, 0.8)));
    var models = table.models().getOrDefault("text", Map.of());
    assertThat(models).containsOnlyKeys("tiny", "middle", "dear");
    assertThat(models.get("middle")).isLessThan(models.get("tiny"));
    assertThat(expected(table).get(1)).isLessThan(expected(table).get(0));
    var sight = new Experience.Sight("t", "r", new Task("text", ""));
    var outlook = new Experience(new Strengths(table)).outlook(sight);
    assertThat(outlook.of(model("another", "2")).quality()).isGreaterThan(expected(table).get(1));
    assertThat(outlook.of(model("host/middle-chat-20251101", "9")).quality())
        .isEqualTo(expected(table).get(1));
  }

  @Test
  void a_table_is_read_as_it_was_written() throws JsonException {
    var table = Derived.from(List.of(set("many", 400, 0.8, 0.2, 0.8)));
    var read = StrengthsTable.read(table.lines());
    assertThat(read.lines()).isEqualTo(table.lines());
    assertThat(read.origins()).isEqualTo(table.origins());
    assertThatThrownBy(() -> StrengthsTable.read(List.of("sort,text,1")))
        .isInstanceOf(IllegalArgumentException.class);
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
