package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.flow.Markings;
import io.sluice.flow.Markings.Scope;
import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The sections {@code segments} and {@code user_text}. */
class MarkingSectionsTest {
  private static final String INVENTORY =
      """
      providers:
        cloud: {api: openai, base_url: "https://cloud.example/v1", profile: {zone: own}}
      models:
        gpt-large: {provider: cloud, id: m, price: {input: 1, output: 2}}
      routes:
        answers: {models: [gpt-large]}
      """;

  private static Loaded read(String text) {
    var place = new ConfigFile.Place("f.yaml", Path.of("").toAbsolutePath(), true);
    var around = new Config.Surroundings(Map.of(), Instant.parse("2026-11-18T12:00:00Z"));
    return ConfigFile.read(INVENTORY + text, place, around);
  }

  private static Markings good(String text) {
    return switch (read(text)) {
      case Loaded.Good(Config config) -> config.flow().markings();
      case Loaded.Bad(List<Problem> problems) -> throw new AssertionError(problems.toString());
    };
  }

  private static String bad(String text) {
    return switch (read(text)) {
      case Loaded.Good _ -> throw new AssertionError("it was read");
      case Loaded.Bad(List<Problem> problems) -> problems.toString();
    };
  }

  @Test
  void a_mark_says_what_stands_between_and_for_whom() {
    var mark =
        good("""
        segments:
          - {between: ['<a>', '</a>'], level: confidential, categories: [hr], apps: [x], routes: [answers]}
        """)
            .marks()
            .getFirst();
    assertThat(mark.open() + mark.close()).isEqualTo("<a></a>");
    assertThat(mark.label())
        .isEqualTo(new Label(Integrity.UNTRUSTED, Level.CONFIDENTIAL, Categories.of("hr")));
    assertThat(mark.scope()).isEqualTo(new Scope(Set.of("x"), Set.of("answers")));
  }

  @Test
  void user_text_is_the_users_own_or_mixed_everywhere_or_somewhere() {
    assertThat(good("").mixed()).isEmpty();
    assertThat(good("user_text: own").mixed()).isEmpty();
    assertThat(good("user_text: mixed").mixed()).containsExactly(Scope.ALL);
    assertThat(good("user_text: [{apps: [x]}]").mixed())
        .containsExactly(new Scope(Set.of("x"), Set.of()));
  }

  @Test
  void what_cannot_be_meant_is_refused_where_it_stands() {
    assertThat(bad("segments: [{between: ['<a>']}]")).contains("'between' must be two texts");
    assertThat(bad("segments: [{between: ['<a>', '']}]")).contains("'between' must be two texts");
    assertThat(bad("segments: [{between: [a, b], level: hidden}]")).contains("'level' must be");
    assertThat(bad("segments: [{between: [a, b], categories: [x]}]")).contains("category 'x'");
    assertThat(bad("segments: [{between: [a, b], routes: [answer]}]"))
        .contains("there is no route 'answer'", "answers");
    assertThat(bad("segments: [{betwen: [a, b]}]")).contains("unknown key 'betwen'");
    assertThat(bad("user_text: mixd")).contains("'user_text' must be one of own, mixed");
  }
}
