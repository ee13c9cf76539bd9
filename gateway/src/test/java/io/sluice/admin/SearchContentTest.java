package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.admin.SearchContent.End;
import io.sluice.admin.SearchContent.Limits;
import io.sluice.admin.SearchContent.Page;
import io.sluice.admin.SearchContent.Places;
import io.sluice.admin.SearchContent.Wanted;
import io.sluice.audit.IndexRow;
import io.sluice.audit.Owner;
import io.sluice.audit.Payload;
import io.sluice.audit.Payload.Part;
import io.sluice.audit.RecordIndex;
import io.sluice.audit.RecordIndex.Found;
import io.sluice.audit.RecordIndex.Place;
import io.sluice.audit.RecordIndex.Query;
import io.sluice.audit.RecordIndex.Span;
import io.sluice.audit.Storing;
import io.sluice.identity.Operator;
import io.sluice.identity.Role;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Level;
import io.sluice.model.SetClock;
import io.sluice.model.Stop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A page of a search in content has its limits, says which one it reached, and is recorded. */
class SearchContentTest {
  private static final Instant START = Instant.parse("2026-11-20T08:00:00Z");
  private static final Operator AUDITOR = new Operator("ann", Role.AUDITOR);
  private static final Wanted HERON = new Wanted("heron", new Query(Map.of(), Span.ALL, 0));

  private final SetClock clock = new SetClock(START);
  private final List<Found> record = new ArrayList<>(); // newest first
  private final Map<ExchangeId, Payload> kept = new HashMap<>();
  private final List<Map<String, String>> journal = new ArrayList<>();
  private Duration each = Duration.ZERO;
  private boolean refusing;

  private SearchContent over(Limits limits) {
    var places =
        new Places(this::search, exchanges -> this::open, () -> true, text -> "h" + text.length());
    return new SearchContent(places, limits, this::journal, clock);
  }

  private void journal(String type, String actor, Map<String, String> details) {
    if (refusing) {
      throw Fault.of(Code.RECORD_UNAVAILABLE, "the record is full").stop();
    }
    assertThat(type + actor).isEqualTo("payload.searchedann");
    journal.add(details);
  }

  private RecordIndex.Page search(Query query, Place after, int limit) {
    var behind = record.stream().filter(one -> one.at().toEpochMilli() < after.at()).toList();
    if (behind.size() <= limit) {
      return new RecordIndex.Page(behind, Optional.empty());
    }
    Found last = behind.get(limit - 1);
    var next = new Place(last.at().toEpochMilli(), last.exchange().value());
    return new RecordIndex.Page(behind.subList(0, limit), Optional.of(next));
  }

  private Optional<Payload> open(ExchangeId exchange) throws IOException {
    clock.advance(each);
    if (exchange.value().startsWith("broken")) {
      throw new IOException("not as it was written");
    }
    return Optional.ofNullable(kept.get(exchange));
  }

  /** An exchange older than those before it; an empty request: nothing is kept. */
  private void exchange(String id, String request) {
    var exchange = new ExchangeId(id);
    Instant at = START.minusSeconds(record.size());
    var kin = new IndexRow.Kin("", "", "", "");
    var asked = new IndexRow.Asked("t", "key-1", "", "small", "internal", kin);
    var outcome = new IndexRow.Outcome("answered", "", "cloud/small", 0, List.of());
    record.add(new Found(exchange, at, asked, "permit", outcome));
    if (!request.isEmpty()) {
      var owner = new Owner(exchange, "t", "key-1", "", Level.INTERNAL, at);
      var parts = Map.of(Part.REQUEST, Bytes.utf8(request));
      kept.put(exchange, new Payload(owner, Storing.FULL, Bytes.EMPTY, parts, true));
    }
  }

  private void exchanges(int count) {
    for (int i = 0; i < count; i++) {
      exchange("a-" + i, "{\"content\":\"the h\\u00e9ron asks\"}");
    }
  }

  private static List<String> ids(Page page) {
    return page.found().stream().map(found -> found.exchange().value()).toList();
  }

  @Test
  void a_page_opens_so_many_payloads_and_says_where_to_go_on() {
    exchanges(7);
    var search = over(new Limits(3, 100, 1 << 20, Duration.ofSeconds(5), 1));
    Page first = search.search(HERON, Place.START, 50, AUDITOR);
    assertThat(ids(first)).containsExactly("a-0", "a-1", "a-2");
    assertThat(first.end()).isEqualTo(End.LIMIT);
    Page second = search.search(HERON, first.next().orElseThrow(), 50, AUDITOR);
    Page third = search.search(HERON, second.next().orElseThrow(), 50, AUDITOR);
    assertThat(ids(second)).containsExactly("a-3", "a-4", "a-5");
    assertThat(ids(third)).containsExactly("a-6");
    assertThat(third.end()).isEqualTo(End.ALL);
    assertThat(third.next()).isEmpty();
    assertThat(journal).hasSize(3);
    assertThat(journal.get(1))
        .containsEntry("opened", "3")
        .containsEntry("after", "a-2")
        .containsEntry("to", "a-5")
        .containsEntry("text", "h5");
  }

  @Test
  void time_bytes_and_exchanges_end_a_page_too_and_every_page_comes_further() {
    exchanges(4);
    each = Duration.ofSeconds(6);
    for (Limits limits :
        List.of(
            new Limits(9, 100, 1 << 20, Duration.ofSeconds(5), 1),
            new Limits(9, 100, 1, Duration.ofHours(1), 50),
            new Limits(9, 1, 1 << 20, Duration.ofHours(1), 50))) {
      Page page = over(limits).search(HERON, Place.START, 50, AUDITOR);
      assertThat(page.end()).isEqualTo(End.LIMIT);
      assertThat(ids(page)).containsExactly("a-0");
      Page after = over(limits).search(HERON, page.next().orElseThrow(), 50, AUDITOR);
      assertThat(ids(after)).containsExactly("a-1");
    }
  }

  @Test
  void as_many_as_were_asked_for_end_it_without_a_limit_reached() {
    exchanges(3);
    var search = over(Limits.DEFAULT);
    Page page = search.search(HERON, Place.START, 2, AUDITOR);
    assertThat(page.end()).isEqualTo(End.FOUND);
    assertThat(ids(search.search(HERON, page.next().orElseThrow(), 2, AUDITOR)))
        .containsExactly("a-2");
  }

  @Test
  void what_cannot_be_read_or_is_not_kept_is_counted_and_passed_over() {
    exchange("broken-1", "");
    exchange("gone-1", "");
    exchange("a-1", "not JSON: a HERON");
    exchange("a-2", "{\"content\":\"another\"}");
    Page page = over(Limits.DEFAULT).search(HERON, Place.START, 9, AUDITOR);
    assertThat(ids(page)).containsExactly("a-1");
    assertThat(page.looked()).isEqualTo(new SearchContent.Looked(2, 0, 1, 1));
  }

  @Test
  void nothing_is_answered_that_is_not_recorded_or_may_not_be_seen() {
    exchanges(1);
    var search = over(Limits.DEFAULT);
    var viewer = new Operator("vera", Role.VIEWER);
    assertThatThrownBy(() -> search.search(HERON, Place.START, 9, viewer)).isInstanceOf(Stop.class);
    refusing = true;
    assertThatThrownBy(() -> search.search(HERON, Place.START, 9, AUDITOR))
        .isInstanceOf(Stop.class);
    assertThat(HERON.toString()).doesNotContain("heron");
  }
}
