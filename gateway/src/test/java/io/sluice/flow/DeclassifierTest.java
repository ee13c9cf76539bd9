package io.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.Json;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Readers;
import io.sluice.model.SetClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a label milder: only by a named rule, and no further than the rule says. */
class DeclassifierTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:30:00Z");
  private static final Label PAGE =
      new Label(Integrity.UNTRUSTED, Level.RESTRICTED, Categories.of("pii"));
  private final SetClock clock = new SetClock(NOW);
  private final Endorsements endorsements = new Endorsements(clock);

  private static double bits(String schema) throws Exception {
    return Capacity.bits(Json.parse(Bytes.utf8(schema.replace('\'', '"')), JsonLimits.DEFAULT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'const':'x'} | 0",
        "{'type':'boolean'} | 1",
        "{'enum':['a','b','c','d']} | 2",
        "{'type':'integer','minimum':0,'maximum':255} | 8",
        "{'type':'string','pattern':'^[0-9A-F]{4}$'} | 16",
        "{'type':'string','pattern':'^ab?c$'} | 1",
        "{'type':'array','maxItems':1,'items':{'enum':[1,2]}} | 2",
        "{'type':'object','additionalProperties':false,'required':['a'],"
            + "'properties':{'a':{'type':'boolean'},'b':{'type':'boolean'}}} | 3",
      })
  void a_schema_of_few_values_has_few_bits(String schema, double expected) throws Exception {
    assertThat(bits(schema)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "true",
        "{'type':'string'}",
        "{'type':'number'}",
        "{'type':'integer','minimum':0}",
        "{'type':'string','maxLength':5}",
        "{'type':'string','pattern':'[0-9]{2}'}",
        "{'type':'string','pattern':'^.{2}$'}",
        "{'type':'string','pattern':'^[^a]$'}",
        "{'type':'string','pattern':'^(a|b)$'}",
        "{'type':'string','pattern':'^[0-9]+$'}",
        "{'type':'string','pattern':'^[0-9]{2,}$'}",
        "{'type':'object','properties':{'a':{'type':'boolean'}}}",
        "{'type':'array','items':{'type':'boolean'}}",
        "{'type':'object','additionalProperties':false,'properties':{'a':{'type':'string'}}}",
        "{'anyOf':[{'type':'boolean'}]}",
      })
  void whatever_else_a_schema_says_has_no_bound(String schema) throws Exception {
    assertThat(bits(schema)).isEqualTo(Capacity.UNBOUNDED);
  }

  @Test
  void an_origin_has_so_many_bits_an_hour_and_all_pay_or_none_does() {
    assertThat(endorsements.spend("t", List.of("tool:a"), 200, 256)).isNotNull();
    assertThat(endorsements.spend("t", List.of("tool:a", "tool:b"), 100, 256)).isNull();
    assertThat(endorsements.spend("t", List.of("tool:b"), 256, 256)).isNotNull();
    assertThat(endorsements.spend("u", List.of("tool:a"), 256, 256)).isNotNull();
    assertThat(endorsements.spend("t", List.of("tool:a"), 57, 256)).isNull();
    clock.advance(Duration.ofHours(1));
    assertThat(endorsements.spend("t", List.of("tool:a"), 256, 256)).isNotNull();
  }

  @Test
  void an_endorsed_answer_is_internal_and_as_confidential_as_before() {
    var spent = Objects.requireNonNull(endorsements.spend("t", List.of("tool:a"), 8, 256));
    var endorsed = Declassifier.constrained(PAGE, spent);
    assertThat(endorsed.label()).isEqualTo(PAGE.trusted(Integrity.INTERNAL));
    assertThat(endorsed.rule()).isEqualTo(Declassifier.CONSTRAINED);
    Label own = PAGE.trusted(Integrity.USER);
    assertThat(Declassifier.constrained(own, spent).label()).isEqualTo(own);
    assertThat(Declassifier.constrained(own, spent).rule()).isEmpty();
  }

  @Test
  void content_may_go_to_its_readers_and_to_nobody_else() {
    Label hers = PAGE.read(Readers.of(List.of("support", "ann@x.org")));
    var toHer = Declassifier.toReaders(hers, List.of(" Ann@X.org "));
    assertThat(toHer.rule()).isEqualTo(Declassifier.READER_MATCH);
    assertThat(toHer.label().level()).isEqualTo(Level.PUBLIC);
    assertThat(toHer.label().integrity()).isEqualTo(Integrity.UNTRUSTED);
    assertThat(toHer.label().categories()).isEqualTo(PAGE.categories());
    for (List<String> others :
        List.of(List.<String>of(), List.of("bob@x.org"), List.of("ann@x.org", "bob@x.org"))) {
      assertThat(Declassifier.toReaders(hers, others).label()).isEqualTo(hers);
    }
    assertThat(Declassifier.toReaders(PAGE, List.of("ann@x.org")).label()).isEqualTo(PAGE);
  }

  @Test
  void two_records_together_go_only_to_who_may_read_each_and_one_without_readers_to_nobody() {
    var reach = new CallWeight.Reach(List.of("ann@x.org"), true, "");
    Label hers = PAGE.read(Readers.of(List.of("ann@x.org")));
    assertThat(reach.toward(List.of(hers, hers)).label().level()).isEqualTo(Level.PUBLIC);
    assertThat(reach.toward(List.of(hers, PAGE)).label().level()).isEqualTo(Level.RESTRICTED);
    Label his = PAGE.read(Readers.of(List.of("bob@x.org")));
    assertThat(reach.toward(List.of(hers, his)).label().level()).isEqualTo(Level.RESTRICTED);
    assertThat(reach.reads(List.of(hers, PAGE))).isTrue();
    assertThat(reach.reads(List.of(hers, his))).isFalse();
  }

  private static Release release(String origin, Integrity integrity, Level level) {
    return new Release("t", origin, integrity, level, NOW.plusSeconds(60), "ann", "looked at");
  }

  @Test
  void a_released_origin_is_worth_what_the_release_says_until_it_runs_out() {
    var releases = new Releases(Releases.Store.NONE, clock);
    releases.add(release("tool:feed", Integrity.INTERNAL, Level.INTERNAL));
    var over = releases.over("t", "tool:feed", PAGE);
    assertThat(over.label().text()).isEqualTo("internal;pii;internal");
    assertThat(over.rule()).isEqualTo(Declassifier.RELEASE);
    assertThat(releases.over("u", "tool:feed", PAGE).label()).isEqualTo(PAGE);
    assertThat(releases.over("t", "tool:other", PAGE).rule()).isEmpty();
    clock.advance(Duration.ofSeconds(60));
    assertThat(releases.over("t", "tool:feed", PAGE).label()).isEqualTo(PAGE);
    assertThat(releases.all()).isEmpty();
  }

  @Test
  void nothing_but_a_release_or_reader_match_makes_a_random_label_milder_and_these_never_worse() {
    for (int seed = 0; seed < 1_000; seed++) {
      var random = new Random(seed);
      Label label =
          new Label(
              List.of(Integrity.values()).get(random.nextInt(4)),
              List.of(Level.values()).get(random.nextInt(4)),
              random.nextBoolean() ? Categories.NONE : Categories.of("pii"),
              random.nextBoolean() ? Readers.EVERYONE : Readers.of(List.of("ann@x.org")));
      var released = Declassifier.released(label, release("x", Integrity.INTERNAL, Level.INTERNAL));
      assertThat(released.label().flowsTo(label)).isTrue();
      assertThat(released.label().equals(label)).isEqualTo(released.rule().isEmpty());
      var matched = Declassifier.toReaders(label, List.of("ann@x.org"));
      assertThat(matched.label().flowsTo(label)).isTrue();
      assertThat(matched.label().equals(label)).isEqualTo(matched.rule().isEmpty());
    }
  }
}
