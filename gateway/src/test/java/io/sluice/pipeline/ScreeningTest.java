package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inspect.InspectSettings;
import io.sluice.inspect.Inspector;
import io.sluice.inspect.rule.Expression;
import io.sluice.inspect.rule.ExpressionException;
import io.sluice.inspect.rule.RuleSet;
import io.sluice.inspect.rule.Sought;
import io.sluice.model.ContentRule.Consequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScreeningTest {
  private static final Inspector INSPECTOR = new Inspector(InspectSettings.DEFAULT);
  private static final List<String> WORDS =
      List.of(
          "the ",
          "Nightjar",
          " Project  Falcon ",
          "OPS-1",
          "OPS-12345",
          " and, ",
          "\n",
          "Night",
          "jar",
          "pro",
          "ject ",
          "falcons ",
          "😀",
          "ann@mill.example ",
          "Proj\u200bect Falcon. ");

  private static RuleSet rules() {
    try {
      return RuleSet.of(
          List.of(
              new Sought(
                  "names", List.of("nightjar", "project falcon"), true, List.of(), List.of()),
              new Sought(
                  "ticket",
                  List.of(),
                  true,
                  List.of(Expression.of("OPS-[0-9]{4,6}\\b")),
                  List.of()),
              new Sought("mail", List.of(), true, List.of(), List.of("email"))));
    } catch (ExpressionException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int i = 1 + random.nextInt(20); i > 0; i--) {
      text.append(WORDS.get(random.nextInt(WORDS.size())));
    }
    return text.toString();
  }

  /** What leaves of a text that comes in pieces of up to {@code most} characters. */
  private static String through(Screening screening, Acts acts, String text, Random random) {
    var out = new StringBuilder();
    int from = 0;
    while (from < text.length() && acts.blocked() == null) {
      int to = Math.min(text.length(), from + 1 + random.nextInt(9));
      String said = screening.feed(text.substring(from, to));
      out.append(acts.blocked() == null ? said : "");
      from = to;
    }
    String rest = acts.blocked() == null ? screening.finish() : "";
    return out.append(acts.blocked() == null ? rest : "").toString();
  }

  private static Acts acts(Consequence names, Consequence ticket, Consequence mail) {
    return new Acts(Map.of("names", names, "ticket", ticket, "mail", mail), _ -> {});
  }

  private static Screening screening(Acts acts) {
    var rules = new Screening.Rules(rules(), acts);
    return new Screening(INSPECTOR.stream(), _ -> {}, rules, false);
  }

  private static String once(Consequence consequence, String text) {
    Acts acts = acts(consequence, consequence, consequence);
    Screening screening = screening(acts);
    return screening.feed(text) + screening.finish();
  }

  @Test
  void however_a_stream_is_cut_what_leaves_is_the_whole_with_names_in_the_places() {
    int masked = 0;
    for (int seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      String text = text(random);
      Acts acts = acts(Consequence.MASK, Consequence.MASK, Consequence.MASK);
      String out = through(screening(acts), acts, text, random);
      assertThat(out).as("seed %d: %s", seed, text).isEqualTo(once(Consequence.MASK, text));
      assertThat(out).doesNotContain("OPS-12345 ", "ann@mill", "Project  Falcon ");
      masked += acts.all().stream().mapToInt(one -> one.count()).sum();
    }
    assertThat(masked).isGreaterThan(2_000);
  }

  @Test
  void where_a_stream_is_stopped_only_what_stands_before_the_match_has_left() {
    int stopped = 0;
    for (int seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      String text = text(random);
      Acts acts = acts(Consequence.BLOCK, Consequence.BLOCK, Consequence.BLOCK);
      String out = through(screening(acts), acts, text, random);
      String masked = once(Consequence.MASK, text);
      int first =
          List.of("[names]", "[ticket]", "[mail]").stream()
              .mapToInt(masked::indexOf)
              .filter(at -> at >= 0)
              .min()
              .orElse(masked.length());
      assertThat(acts.blocked() != null).as("seed %d", seed).isEqualTo(first < masked.length());
      assertThat(masked.substring(0, first)).as("seed %d: %s", seed, text).startsWith(out);
      stopped += acts.blocked() == null ? 0 : 1;
    }
    assertThat(stopped).isGreaterThan(1_000);
  }

  @Test
  void nothing_is_held_back_where_nothing_is_due_or_can_become_a_match() {
    var none = new Acts(Map.of(), _ -> {});
    var free =
        new Screening(INSPECTOR.stream(), _ -> {}, new Screening.Rules(rules(), none), false);
    assertThat(free.feed("project fal")).isEqualTo("project fal");
    assertThat(free.finish()).isEmpty();

    var only = new Acts(Map.of("names", Consequence.BLOCK), _ -> {});
    Screening due = screening(only);
    assertThat(due.feed("the evening is ")).isEqualTo("the evening is ");
    assertThat(due.feed("cold; project fal")).isEqualTo("cold; ");
    assertThat(due.feed("lacy")).isEqualTo("project fallacy");
  }

  @Test
  void what_is_held_back_is_bounded() throws ExpressionException {
    var endless =
        RuleSet.of(
            List.of(
                new Sought(
                    "all", List.of(), true, List.of(Expression.of("(?s)a.*zzz")), List.of())));
    var acts = new Acts(Map.of("all", Consequence.BLOCK), _ -> {});
    var screening =
        new Screening(INSPECTOR.stream(), _ -> {}, new Screening.Rules(endless, acts), false);
    int out = 0;
    for (int fed = 10; fed <= 50_000; fed += 10) {
      out += screening.feed("a".repeat(10)).length();
      assertThat(fed - out).isLessThanOrEqualTo(Screening.MOST_CHARS);
    }
    screening.feed("zzz");
    assertThat(screening.finish()).isNotNull();
    assertThat(acts.blocked()).isNotNull();
  }

  @Test
  void arguments_of_a_call_are_masked_inside_their_strings_only() {
    var kept = new ArrayList<String>();
    for (String json :
        List.of(
            "{\"a\":\"see Night\\u006aar\\n\",\"b\":1}", "{\"a\":[\"OPS-12345\",\"OPS-77777\"]}")) {
      Acts acts = acts(Consequence.MASK, Consequence.MASK, Consequence.MASK);
      var screening = new ArgumentScreening(INSPECTOR, new Screening.Rules(rules(), acts));
      assertThat(screening.add(json.substring(0, 12))).isNull();
      assertThat(screening.add(json.substring(12))).isNull();
      kept.add(screening.finish());
    }
    assertThat(kept)
        .containsExactly(
            "{\"a\":\"see [names]\\n\",\"b\":1}", "{\"a\":[\"[ticket]\",\"[ticket]\"]}");
  }

  @Test
  void a_number_that_cannot_be_masked_stops_the_answer() throws ExpressionException {
    var digits =
        RuleSet.of(
            List.of(
                new Sought(
                    "digits", List.of(), true, List.of(Expression.of("[0-9]{6}")), List.of())));
    var acts = new Acts(Map.of("digits", Consequence.MASK), _ -> {});
    var screening = new ArgumentScreening(INSPECTOR, new Screening.Rules(digits, acts));
    screening.add("{\"account\":123456}");
    assertThat(screening.finish()).isEmpty();
    assertThat(acts.blocked()).isNotNull();
  }
}
