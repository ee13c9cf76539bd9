package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.json.Json;
import io.sluice.model.Code;
import io.sluice.model.Deny;
import io.sluice.model.Example;
import io.sluice.model.ExchangeId;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Hold;
import io.sluice.model.Money;
import io.sluice.model.Plan;
import io.sluice.model.Posting;
import io.sluice.model.Principal.Period;
import io.sluice.model.Reserved;
import io.sluice.model.SetClock;
import io.sluice.model.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RecorderTest {
  private static final Fault NO = Fault.of(Code.POLICY_DENIED, "no");

  private final SetClock clock = new SetClock(Example.NOON);
  private final MemoryLog log = new MemoryLog();
  private final Recorder recorder = new Recorder(log, "b1", clock);
  private final ExchangeId id = new ExchangeId("x1");
  private final Plan plan = Example.plan(Example.candidate("a", null));
  private final Facts facts =
      Example.facts(Example.principal(null, Period.LIFE), Example.chat(10, 0));

  private static Basis basis(boolean overlapped) {
    return new Basis(
        new Ruleset("s", "p", "c"),
        Scans.NONE,
        new Arrival(1, ""),
        Reserved.NOTHING,
        overlapped,
        Descent.NONE);
  }

  private Json entry(long index) {
    return EntryReader.json(log.entry(index));
  }

  private static Code refusal(Executable action) {
    return catchThrowableOfType(Stop.class, action::execute).fault().code();
  }

  @Test
  void a_clock_that_goes_back_changes_what_entries_say_and_not_where_they_stand() {
    Decided decided = recorder.decided(id, facts, plan, basis(false));
    clock.advance(Duration.ofHours(-1));
    recorder.closed(decided, Closing.refused(Fault.of(Code.OVERLOADED, "busy"), Duration.ZERO));
    recorder.tick();
    recorder.flush();
    assertThat(entry(0).text("entry", "")).isEqualTo("decision");
    assertThat(entry(1).text("entry", "")).isEqualTo("outcome");
    assertThat(entry(0).integer("at", 0) - entry(1).integer("at", 0)).isEqualTo(3_600_000);
    assertThat(decided.receipt().text()).isEqualTo("test.log/0");
  }

  @Test
  void a_decision_is_durable_when_it_returns_and_names_its_receipt() {
    Decided decided = recorder.decided(id, facts, plan, basis(false));

    assertThat(log.size()).isEqualTo(1);
    assertThat(decided.receipt().text()).isEqualTo("test.log/0");
    assertThat(decided.exchange()).isEqualTo(id);
  }

  @Test
  void where_recording_overlaps_it_is_durable_once_somebody_waits_for_it() {
    Decided decided = recorder.decided(id, facts, plan, basis(true));
    assertThat(log.size()).isZero();

    assertThat(decided.durable()).isZero();

    assertThat(log.size()).isEqualTo(1);
    assertThat(entry(0).at("overlapped").bool(false)).isTrue();
  }

  @Test
  void denies_and_holds_are_decisions_too() {
    Refused denied = recorder.decided(id, facts, new Deny(NO, plan.order()), basis(false));
    Refused held =
        recorder.decided(
            id, facts, new Hold("a1", NO, plan.permit().target(), List.of()), basis(false));

    assertThat(denied.receipt().text()).isEqualTo("test.log/0");
    assertThat(held.receipt().text()).isEqualTo("test.log/1");
    assertThat(entry(0).text("verdict", "")).isEqualTo("deny");
    assertThat(entry(1).text("held", "")).isEqualTo("a1");
  }

  @Test
  void an_exchange_is_closed_exactly_once() throws Exception {
    Decided decided = recorder.decided(id, facts, plan, basis(false));
    Closing closing = Closing.refused(NO, Duration.ZERO);
    int closed = 0;
    try (var threads = Executors.newFixedThreadPool(16)) {
      var calls = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < 16; i++) {
        calls.add(
            () -> {
              try {
                recorder.closed(decided, closing);
                return true;
              } catch (IllegalStateException second) {
                return false;
              }
            });
      }
      for (Future<Boolean> call : threads.invokeAll(calls)) {
        closed += call.get() ? 1 : 0;
      }
    }

    assertThat(closed).isEqualTo(1);
    assertThat(log.taken()).isEqualTo(2);
  }

  @Test
  void closing_does_not_wait_for_the_disk() {
    Decided decided = recorder.decided(id, facts, plan, basis(false));
    log.fail();

    recorder.closed(decided, Closing.refused(NO, Duration.ZERO));

    assertThat(log.taken()).isEqualTo(2);
    assertThat(recorder.lost()).isZero();
  }

  @Test
  void what_cannot_be_recorded_is_refused() {
    Decided decided = recorder.decided(id, facts, plan, basis(false));
    log.refuse();

    assertThat(refusal(() -> recorder.decided(id, facts, plan, basis(false)).receipt()))
        .isEqualTo(Code.RECORD_UNAVAILABLE);
    assertThat(refusal(() -> recorder.changed(new Change("a.b", "c", "", "", Map.of())).length()))
        .isEqualTo(Code.RECORD_UNAVAILABLE);
    recorder.closed(decided, Closing.refused(NO, Duration.ZERO));
    assertThat(recorder.lost()).isEqualTo(1);
  }

  @Test
  void a_disk_that_fails_while_somebody_waits_is_a_refusal() {
    log.fail();

    assertThat(refusal(() -> recorder.decided(id, facts, plan, basis(false)).receipt()))
        .isEqualTo(Code.RECORD_UNAVAILABLE);
    Decided overlapped = recorder.decided(id, facts, plan, basis(true));
    assertThat(refusal(overlapped::durable)).isEqualTo(Code.RECORD_UNAVAILABLE);
  }

  @Test
  void a_flood_of_refusals_is_one_entry_per_source_reason_and_minute() {
    for (int i = 0; i < 10_000; i++) {
      recorder.refused(early(i, "10.0.0." + i % 2));
    }
    assertThat(log.taken()).isZero();
    recorder.tick();
    assertThat(log.taken()).isZero();

    clock.advance(Duration.ofMinutes(1));
    recorder.tick();
    log.sync();

    assertThat(log.size()).isEqualTo(2);
    assertThat(entry(0).text("entry", "")).isEqualTo("refusals");
    assertThat(entry(0).integer("count", 0)).isEqualTo(5_000);
    assertThat(entry(0).text("exchange", "")).isEqualTo("r0");
    assertThat(entry(0).text("source", "")).isEqualTo("10.0.0.0");
    assertThat(entry(0).text("reason", "")).isEqualTo("unauthenticated");
    assertThat(entry(0).text("stage", "")).isEqualTo("authenticate");
    recorder.flush();
    assertThat(log.taken()).isEqualTo(2);
  }

  @Test
  void a_flood_from_everywhere_is_bounded_too() {
    for (int i = 0; i < 100_000; i++) {
      recorder.refused(early(i, "10." + i));
    }
    recorder.flush();

    assertThat(log.taken()).isLessThan(1_100);
  }

  private static Refusal early(int i, String source) {
    return new Refusal(
        new ExchangeId("r" + i),
        Refusal.Stage.AUTHENTICATE,
        Fault.of(Code.UNAUTHENTICATED, "who are you"),
        source,
        null);
  }

  @Test
  void a_refusal_with_facts_is_an_entry_of_its_own_naming_the_stage() {
    var fault = Fault.of(Code.BUDGET_EXCEEDED, "spent");

    recorder.refused(new Refusal(id, Refusal.Stage.RESERVE, fault, "k1", facts));

    log.sync();
    assertThat(entry(0).text("stage", "")).isEqualTo("reserve");
    assertThat(entry(0).at("refusal").text("code", "")).isEqualTo("budget_exceeded");
    assertThat(EntryReader.facts(entry(0))).contains(facts);
  }

  @Test
  void what_a_crash_left_open_is_closed_as_unknown_and_charged_in_full() {
    recorder.sweep(List.of(new Posting.Opened(id, List.of(), new Money(9))));

    assertThat(log.size()).isEqualTo(1);
    assertThat(EntryReader.head(log.entry(0)).kind()).isEqualTo("outcome.unknown");
    assertThat(EntryReader.posting(log.entry(0))).contains(new Posting.Closed(id, new Money(9)));
  }

  @Test
  void a_change_has_a_type_of_two_words() {
    assertThatThrownBy(() -> new Change("created", "root", "", "", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(recorder.changed(new Change("key.created", "root", "", "h", Map.of("key", "k1"))))
        .isEqualTo("test.log/0");
    assertThat(entry(0).at("details").text("key", "")).isEqualTo("k1");
  }

  @Test
  void sixty_four_exchanges_at_once_have_one_decision_and_one_end_each() throws Exception {
    try (var threads = Executors.newFixedThreadPool(64)) {
      var exchanges = new ArrayList<Callable<Void>>();
      for (int i = 0; i < 640; i++) {
        var exchange = new ExchangeId("x" + i);
        exchanges.add(
            () -> {
              Decided decided = recorder.decided(exchange, facts, plan, basis(false));
              recorder.closed(decided, Closing.refused(NO, Duration.ZERO));
              return null;
            });
      }
      for (Future<Void> exchange : threads.invokeAll(exchanges)) {
        exchange.get();
      }
    }
    log.sync();
    var seen = new ArrayList<String>();
    long end =
        log.walk(
            0,
            (index, entry) -> {
              EntryReader.Head head = EntryReader.head(entry);
              return seen.add(head.kind() + head.exchange());
            });

    assertThat(end).isEqualTo(1_280);
    assertThat(seen).hasSize(1_280).doesNotHaveDuplicates();
  }
}
