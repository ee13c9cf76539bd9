package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.IndexRow.Asked;
import io.sluice.audit.IndexRow.Call;
import io.sluice.audit.IndexRow.Decision;
import io.sluice.audit.IndexRow.Kin;
import io.sluice.audit.IndexRow.Outcome;
import io.sluice.audit.RecordIndex.Field;
import io.sluice.audit.RecordIndex.Place;
import io.sluice.audit.RecordIndex.Query;
import io.sluice.audit.RecordIndex.Span;
import io.sluice.model.ExchangeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every index of the record keeps to. */
public abstract class RecordIndexContract {
  protected abstract RecordIndex index();

  @Test
  void it_knows_how_far_it_came() {
    assertThat(index().next()).isZero();
    index().add(List.of(decided(1, "a", "s1")), 7);
    assertThat(index().next()).isEqualTo(7);
    index().add(List.of(), 9);
    assertThat(index().next()).isEqualTo(9);
  }

  @Test
  void a_decision_and_its_end_are_one_row_and_every_field_finds_it() {
    index().add(List.of(decided(1, "a", "s1"), ended(2, "a"), decided(3, "b", "")), 4);
    var terms =
        Map.ofEntries(
            Map.entry(Field.TENANT, "t"),
            Map.entry(Field.PRINCIPAL, "key-1"),
            Map.entry(Field.TEAM, "team-1"),
            Map.entry(Field.MODEL, "auto"),
            Map.entry(Field.PROVIDER, "cloud"),
            Map.entry(Field.LEVEL, "internal"),
            Map.entry(Field.DECISION, "permit"),
            Map.entry(Field.RULE, "cleared"),
            Map.entry(Field.OUTCOME, "answered"),
            Map.entry(Field.SESSION, "s1"),
            Map.entry(Field.TRACE, "trace-s1"),
            Map.entry(Field.SUBJECT, "p1"));
    assertThat(search(terms)).containsExactly("a");
    terms.forEach((field, value) -> assertThat(search(Map.of(field, value))).contains("a"));
    terms.forEach((field, value) -> assertThat(search(Map.of(field, value + "x"))).isEmpty());
    assertThat(search(Map.of(Field.MODEL, "cloud/small"))).containsExactly("a");
    assertThat(index().search(new Query(Map.of(), Span.ALL, 30), Place.START, 9).found())
        .hasSize(1);
    assertThat(index().search(new Query(Map.of(), new Span(3, 4), 0), Place.START, 9).found())
        .hasSize(1);
  }

  @Test
  void pages_are_stable_while_more_is_added_even_where_times_are_the_same() {
    for (int i = 0; i < 40; i++) {
      index().add(List.of(decided(i / 7, "%03d".formatted(i), "")), i + 1);
    }
    var seen = new ArrayList<String>();
    Optional<Place> next = Optional.of(Place.START);
    int more = 100;
    while (next.isPresent()) {
      var page = index().search(new Query(Map.of(), Span.ALL, 0), next.get(), 9);
      page.found().forEach(found -> seen.add(found.exchange().value()));
      next = page.next();
      index().add(List.of(decided(99, "new" + more, "")), ++more);
    }
    assertThat(seen).hasSize(40).doesNotHaveDuplicates();
    assertThat(seen.getFirst()).isEqualTo("039");
  }

  @Test
  void exchanges_of_one_session_and_trace_find_each_other() {
    index().add(List.of(decided(1, "a", "s1"), decided(2, "b", "s1"), decided(3, "c", "")), 4);
    assertThat(index().relatives(new ExchangeId("a"), 9))
        .containsExactly(
            new RecordIndex.Relative(new ExchangeId("b"), "trace"),
            new RecordIndex.Relative(new ExchangeId("b"), "session"));
    assertThat(index().relatives(new ExchangeId("c"), 9)).isEmpty();
  }

  @Test
  void requests_to_providers_are_counted_once_however_often_an_entry_is_read() {
    index().add(List.of(decided(1, "a", ""), ended(2, "a")), 3);
    index().add(List.of(ended(2, "a")), 3);
    assertThat(index().calls(0)).containsEntry("cloud", 2L);
    assertThat(index().calls(3)).isEmpty();
    assertThat(index().billed("cloud", Span.ALL, 9))
        .extracting(billed -> billed.call().upstreamId())
        .containsExactly("r1", "r2");
    assertThat(index().billed("cloud", new Span(0, 1), 9)).isEmpty();
  }

  @Test
  void on_whose_behalf_it_was_can_be_forgotten() {
    index().add(List.of(decided(1, "a", "s1")), 2);
    index().forgetSubject(new ExchangeId("a"));
    assertThat(search(Map.of(Field.SUBJECT, "p1"))).isEmpty();
    assertThat(search(Map.of())).containsExactly("a");
  }

  @Test
  void content_is_followed_to_where_it_came_from_and_where_it_went() {
    index().add(List.of(decided(1, "a", ""), decided(2, "b", ""), decided(3, "c", "")), 4);
    assertThat(index().lineage(new ExchangeId("b"), 10).from())
        .containsExactly(new ExchangeId("a"));
    assertThat(index().lineage(new ExchangeId("a"), 10).to())
        .containsExactly(new ExchangeId("b"), new ExchangeId("c"));
  }

  private List<String> search(Map<Field, String> terms) {
    return index().search(new Query(terms, Span.ALL, 0), Place.START, 100).found().stream()
        .map(found -> found.exchange().value())
        .toList();
  }

  private static IndexRow decided(long at, String id, String session) {
    var kin = new Kin(session, session.isEmpty() ? "" : "trace-" + session, "", "p1");
    return new IndexRow(
        new ExchangeId(id),
        at,
        at,
        new Asked("t", "key-1", "team-1", "auto", "internal", kin),
        new Decision("permit", List.of("cleared"), List.of("a".equals(id) ? "z" : "a")),
        new Outcome("", "", "", 0, List.of()));
  }

  private static IndexRow ended(long at, String id) {
    var calls =
        List.of(new Call("cloud/small", "r1", 10, 20, 30), new Call("cloud/small", "r2", 1, 2, 3));
    return new IndexRow(
        new ExchangeId(id),
        at,
        at,
        new Asked("", "", "", "", "", new Kin("", "", "", "")),
        new Decision("", List.of(), List.of()),
        new Outcome("answered", "", "cloud/small", 33, calls));
  }
}
