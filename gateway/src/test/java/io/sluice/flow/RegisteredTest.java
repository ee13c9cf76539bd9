package io.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.flow.Lineage.Party;
import io.sluice.flow.Lineage.Voice;
import io.sluice.flow.Registered.Draft;
import io.sluice.flow.Registration.Kind;
import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Origin;
import io.sluice.model.Secret;
import io.sluice.model.SetClock;
import io.sluice.model.Stop;
import io.sluice.model.Stretch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegisteredTest {
  private static final Label LEGAL =
      new Label(Integrity.OPERATOR, Level.RESTRICTED, Categories.of("legal"));
  private static final Label WEB = new Label(Integrity.UNTRUSTED, Level.PUBLIC, Categories.NONE);
  private static final String CONTRACT =
      "The lessee keeps both ovens in the east yard until the second spring after signing, pays the"
          + " miller in flour and coin by halves, and returns the keys to the widow at the bridge"
          + " should the weir be raised above the third stone before that day.";
  private static final Party ACME = new Party("acme", "");

  private final SetClock clock = new SetClock(Instant.parse("2026-11-26T12:00:00Z"));
  private final MemorySegment memory = MemorySegment.ofArray(new long[1 << 18]);
  private final MemorySegment clearing = MemorySegment.ofArray(new long[1 << 17]);
  private final LineageIndex traffic = index(MemorySegment.ofArray(new long[1 << 18]));
  private final List<Registration> kept = new ArrayList<>();
  private final Registered registered = registered();
  private final KnownContent known = new KnownContent(traffic, registered);

  private LineageIndex index(MemorySegment in) {
    return new LineageIndex(
        in,
        IndexSettings.lasting(in.byteSize()),
        tenant -> Secret.of((tenant + "0123456789abcdef01").getBytes(StandardCharsets.UTF_8)),
        clock);
  }

  private Registered registered() {
    var indexes = new Registered.Indexes(index(memory), index(clearing));
    return new Registered(indexes, new Shelf(kept), clock);
  }

  /** A list in memory. */
  private record Shelf(List<Registration> kept) implements Registered.Store {
    @Override
    public List<Registration> all() {
      return List.copyOf(kept);
    }

    @Override
    public void keep(List<Registration> all) {
      kept.clear();
      kept.addAll(all);
    }
  }

  private static Draft documents(String name) {
    return new Draft("acme", name, Kind.DOCUMENTS, LEGAL);
  }

  private static Draft table(String name) {
    return new Draft("acme", name, Kind.TABLE, LEGAL);
  }

  @Test
  void a_document_quoted_in_part_carries_its_label_and_its_name() {
    registered.texts(documents("contracts"), List.of("Nothing of interest here.", CONTRACT));
    String quote = "they say: " + CONTRACT.substring(40, 150) + ", and no more";
    List<Stretch> found = known.registered(ACME, quote);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().label()).isEqualTo(LEGAL);
    assertThat(found.getFirst().origins())
        .containsExactly(new Origin("", "registered contracts #1"));
    assertThat(found.getFirst().span().of(quote)).contains("spring after signing, pays the miller");
    assertThat(known.look(ACME, quote, Voice.ANY).stretches()).isEqualTo(found);
  }

  @Test
  void another_tenant_knows_nothing_of_it() {
    registered.texts(documents("contracts"), List.of(CONTRACT));
    assertThat(known.registered(new Party("other", ""), CONTRACT)).isEmpty();
  }

  @Test
  void it_outlives_a_restart_and_years_and_goes_when_it_is_removed() {
    registered.texts(documents("contracts"), List.of(CONTRACT));
    registered.texts(documents("others"), List.of("The sluice is shut on Sundays. ".repeat(5)));
    clock.advance(Duration.ofDays(3 * 365));
    Registered after = registered();
    assertThat(after.look("acme", CONTRACT)).isNotEmpty();
    assertThat(after.remove("acme", "contracts")).isPresent();
    assertThat(after.remove("acme", "contracts")).isEmpty();
    assertThat(after.look("acme", CONTRACT)).isEmpty();
    assertThat(after.look("acme", "The sluice is shut on Sundays. ".repeat(5))).isNotEmpty();
  }

  @Test
  void a_name_stands_for_one_label_and_kind() {
    registered.texts(documents("contracts"), List.of(CONTRACT));
    var other = new Draft("acme", "contracts", Kind.DOCUMENTS, WEB);
    assertThatThrownBy(() -> registered.texts(other, List.of("x"))).isInstanceOf(Stop.class);
    assertThatThrownBy(() -> registered.rows(table("contracts"), List.of(List.of("a"))))
        .isInstanceOf(Stop.class);
  }

  private static final List<List<String>> PEOPLE =
      List.of(
          List.of("Anna", "Brackwater", "1971-04-02", "0176 5550 1234", "12 Weir Lane, Lower Mill"),
          List.of("Anna", "Heron", "1980-01-01", "0176 5550 9999", "3 Quay, Upper Mill"),
          List.of("Bo", "Brackwater", "1999-12-31", "", "77 Long Meadow, Upper Mill"));

  private boolean met(String text) {
    return !known.registered(ACME, text).isEmpty();
  }

  @Test
  void a_row_is_known_by_two_of_its_values_or_by_one_long_one() {
    registered.rows(table("people"), PEOPLE);
    assertThat(met("Anna came by yesterday.")).as("a first name").isFalse();
    assertThat(met("The Brackwater is a river.")).as("a last name").isFalse();
    assertThat(met("Anna swims in the Brackwater.")).as("two values of a row").isTrue();
    assertThat(met("Bo met a Heron.")).as("of two rows").isFalse();
    assertThat(met("ANNA B., b. 1971-04-02")).as("name and birthday").isTrue();
    assertThat(met("Send it to 12 Weir Lane, Lower Mill!")).as("one long value").isTrue();
    assertThat(met("call 0176-5550-1234 now")).as("written otherwise").isTrue();
    assertThat(met("Anna" + " and so on".repeat(60) + " Brackwater")).as("far apart").isFalse();
  }

  @Test
  void only_the_values_are_marked() {
    registered.rows(table("people"), PEOPLE);
    String text = "Ask Anna about the old Heron house.";
    List<Stretch> found = known.registered(ACME, text);
    assertThat(found.stream().map(one -> one.span().of(text))).containsExactly("Anna", "Heron");
    assertThat(found.getFirst().origins()).containsExactly(new Origin("", "registered people #1"));
  }

  @Test
  void a_value_of_many_rows_tells_none_of_them() {
    var rows = new ArrayList<List<String>>();
    for (int i = 0; i < 50; i++) {
      rows.add(List.of("Somerset County Council", "person " + i, "yes"));
    }
    registered.rows(table("many"), rows);
    assertThat(met("Somerset County Council said yes.")).isFalse();
  }

  @Test
  void a_hundred_thousand_words_are_looked_through_in_one_pass() {
    registered.rows(table("people"), PEOPLE);
    assertThat(met("word ".repeat(100_000) + "Anna Brackwater")).isTrue();
    assertThat(met("a".repeat(1 << 20))).isFalse();
  }

  @Test
  void public_text_is_cleared_of_what_traffic_taught_and_not_of_what_is_registered() {
    String footer =
        "This message is meant for whoever it is addressed to; if that is not you, please tell the"
            + " sender and delete it. Views are those of the author and not of the mill.";
    traffic.learn(ACME, footer, WEB, new Origin("", "tool_result"));
    assertThat(known.look(ACME, footer, Voice.ANY).stretches()).isNotEmpty();
    registered.texts(new Draft("acme", "footers", Kind.CLEARING, Label.BOTTOM), List.of(footer));
    assertThat(known.look(ACME, footer, Voice.ANY).stretches()).isEmpty();
    assertThat(known.look(ACME, "So: " + footer + " Ann", Voice.ANY).stretches()).isEmpty();
    registered.texts(documents("own"), List.of(footer));
    assertThat(known.registered(ACME, footer)).isNotEmpty();
    registered.remove("acme", "footers");
    assertThat(known.look(ACME, footer, Voice.ANY).stretches()).isNotEmpty();
  }

  @Test
  void what_does_not_fit_is_refused_and_takes_nothing_away() {
    registered.texts(documents("contracts"), List.of(CONTRACT));
    var random = new Random(1);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                var texts = new ArrayList<String>();
                for (int k = 0; k < 50; k++) {
                  texts.add(Long.toString(random.nextLong(), 36).repeat(3) + random.nextLong());
                }
                registered.texts(documents("filler"), texts);
              }
            })
        .isInstanceOfSatisfying(
            Stop.class, stop -> assertThat(stop.fault().message()).contains("no room"));
    assertThat(known.registered(ACME, CONTRACT)).isNotEmpty();
  }

  @Test
  void what_an_index_that_began_anew_has_lost_is_named_until_it_is_registered_again() {
    registered.texts(documents("lease"), List.of(CONTRACT));
    registered.texts(
        new Draft("acme", "notice", Kind.CLEARING, LEGAL), List.of(CONTRACT + " Notice."));
    assertThat(registered().lost()).isEmpty();
    memory.set(ValueLayout.JAVA_LONG, 16, 7); // as another layout, or another size, would look
    var after = registered();
    assertThat(after.lost()).containsExactly("lease");
    assertThat(after.look("acme", CONTRACT)).isEmpty();
    assertThat(registered().lost()).as("after another start").containsExactly("lease");
    var again = registered();
    again.texts(documents("lease"), List.of(CONTRACT));
    assertThat(again.lost()).isEmpty();
    assertThat(again.look("acme", CONTRACT)).isNotEmpty();
  }
}
