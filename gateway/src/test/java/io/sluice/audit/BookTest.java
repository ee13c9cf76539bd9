package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Attempt;
import io.sluice.model.Candidate;
import io.sluice.model.Categories;
import io.sluice.model.Code;
import io.sluice.model.Example;
import io.sluice.model.ExchangeId;
import io.sluice.model.Exposure;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Losses;
import io.sluice.model.Money;
import io.sluice.model.Permit;
import io.sluice.model.Plan;
import io.sluice.model.Principal.Period;
import io.sluice.model.Reserved;
import io.sluice.model.SetClock;
import io.sluice.model.Usage;
import io.sluice.model.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BookTest {
  private final SetClock clock = new SetClock(Example.NOON);
  private final MemoryLog log = new MemoryLog();
  private final Recorder recorder = new Recorder(log, "b1", clock);
  private final Book book = new Book(log);
  private final Candidate first = Example.candidate("own", Example.price(0, 0));
  private final Candidate second = Example.candidate("large", Example.price(1, 2));
  private final Candidate third = Example.candidate("small", Example.price(1, 1));
  private final Facts facts =
      new Facts(
          Example.principal(new Money(5_000_000), Period.DAY),
          Example.chat(1_200, 0),
          new Exposure(
              new Label(Integrity.USER, Level.INTERNAL, Categories.NONE),
              List.of(
                  new Exposure.Found(
                      "card",
                      new Label(Integrity.USER, Level.CONFIDENTIAL, Categories.of("pci")),
                      2))),
          "support",
          Example.NOON,
          List.of(),
          Losses.UNKNOWN);

  /** A UUIDv7 of the clock's present, told apart by {@code number}. */
  private ExchangeId id(int number) {
    String time = "%012x".formatted(clock.now().toEpochMilli());
    return new ExchangeId(
        time.substring(0, 8) + "-" + time.substring(8) + "-7000-8000-" + "%012x".formatted(number));
  }

  private Decided decide(ExchangeId exchange) {
    Permit all = Example.permit(first, second, third);
    Verdict no = all.verdicts().get(2);
    var denied = Verdict.no(no.candidate(), List.of("clearance.1"), "not cleared");
    var permit =
        new Permit(all.target(), List.of(all.verdicts().get(0), all.verdicts().get(1), denied));
    var plan =
        new Plan(
            permit,
            List.of(permit.verdicts().get(1)),
            List.of(new Plan.Rejection(first, "is down")));
    var basis =
        new Basis(
            new Ruleset("snap1", "pol1", "sch1"),
            new Scans(List.of("card"), List.of("injection")),
            new Arrival(2_000, ""),
            new Reserved(List.of(), new Money(20_000), 256),
            false,
            Descent.NONE);
    return recorder.decided(exchange, facts, plan, basis);
  }

  private void close(Decided decided) {
    var usage = new Usage(300, 20, 0, 0, 0, Usage.Served.USUAL);
    var timeout = Fault.of(Code.UPSTREAM_TIMEOUT, "late");
    recorder.closed(
        decided,
        new Closing(
            new Closing.Result(Closing.Kind.ANSWERED, null, 200),
            new Closing.Served(
                second,
                "large-1",
                "",
                "req_9",
                Finish.STOP,
                new Closing.Door("cred-7#2", "api.example:443", "")),
            List.of(
                new Attempt(
                    second.ref(), timeout, Duration.ofMillis(30), null, "", Usage.NONE, Money.ZERO),
                new Attempt(
                    second.ref(),
                    null,
                    Duration.ofMillis(40),
                    Duration.ofMillis(9),
                    "req_9",
                    usage,
                    new Money(340))),
            new Closing.Bill(usage, new Money(340), new Money(340)),
            new Closing.Carried(
                Closing.Release.FULL,
                100,
                Scans.NONE,
                List.of(),
                new Closing.Handled(List.of(new Closing.Masked("pci", 2, 2)), List.of()),
                Closing.Said.NOTHING,
                Kept.NOTHING),
            new Closing.Timing(Duration.ofMillis(80), Duration.ofMillis(60))));
    log.sync();
  }

  @Test
  void an_exchange_is_found_by_the_time_in_its_id_among_many() throws IOException {
    ExchangeId wanted = id(0);
    for (int i = 1; i < 3_000; i++) {
      ExchangeId exchange = id(i);
      close(decide(exchange));
      wanted = i == 1_234 ? exchange : wanted;
      clock.advance(Duration.ofSeconds(3));
    }

    Trace trace = book.trace(wanted).orElseThrow();

    assertThat(trace.lines().stream().map(Trace.Line::kind)).containsExactly("decision", "outcome");
    assertThat(trace.lines().getFirst().index()).isEqualTo(2 * 1_233);
    assertThat(book.trace(id(999_999))).isEmpty();
  }

  @Test
  void an_exchange_is_found_although_clocks_went_back_or_its_id_tells_no_time() throws IOException {
    clock.advance(Duration.ofDays(2));
    close(decide(new ExchangeId("no-uuid")));
    ExchangeId late = id(1);
    clock.advance(Duration.ofDays(-2));
    close(decide(late));
    close(decide(id(2)));

    assertThat(book.trace(new ExchangeId("no-uuid"))).isPresent();
    assertThat(book.trace(late)).isPresent();
  }

  @Test
  void what_was_swept_long_after_is_part_of_the_trace() throws IOException {
    ExchangeId exchange = id(1);
    assertThat(decide(exchange).receipt().text()).isEqualTo("test.log/0");
    clock.advance(Duration.ofDays(3));
    recorder.sweep(
        List.of(new io.sluice.model.Posting.Opened(exchange, List.of(), new Money(20_000))));

    Trace trace = book.trace(exchange).orElseThrow();

    assertThat(trace.text()).contains("decision", "outcome.unknown", "test.log/1");
    assertThat(Explanation.of(trace).text()).contains("the gateway stopped before it ended");
  }

  @Test
  void an_explanation_says_who_why_which_candidates_what_was_masked_and_what_it_cost()
      throws IOException {
    ExchangeId exchange = id(7);
    Decided decided = decide(exchange);
    String ruled =
        recorder.ruling(
            decided,
            new Ruling("retry", "p-large/large", true, List.of("start.1"), "", Money.ZERO, false));
    close(decided);

    String text = Explanation.of(book.trace(exchange).orElseThrow()).text();

    assertThat(ruled).isEqualTo("test.log/1");
    assertThat(text)
        .contains("key k1 of tenant acme, team search, app bot, roles analyst")
        .contains("confidential pci (user integrity)")
        .contains("by 2 x card")
        .contains("p-own/own: permitted, passed over, is down")
        .contains("p-large/large: choice 1, masked pii, by start.1")
        .contains("p-small/small: not permitted, not cleared, by clearance.1")
        .contains("1. p-large/large: upstream_timeout after 30 ms")
        .contains("2. p-large/large: answered after 40 ms")
        .contains("pci: 2 masked, 2 put back")
        .contains("NOT looked at by injection")
        .contains("cost 0.00034 USD")
        .contains("policy pol1")
        .contains("retry p-large/large: permit, by start.1")
        .contains("test.log/0 decision", "test.log/1 ruling", "test.log/2 outcome");
  }

  @Test
  void a_refusal_is_explained_by_its_stage_and_reason() throws IOException {
    ExchangeId exchange = id(8);
    var fault = Fault.of(Code.BUDGET_EXCEEDED, "the budget has 0.01 left");
    recorder.refused(new Refusal(exchange, Refusal.Stage.RESERVE, fault, "k1", facts));
    log.sync();

    assertThat(Explanation.of(book.trace(exchange).orElseThrow()).text())
        .contains("ended at reserve: budget_exceeded, the budget has 0.01 left");
  }
}
