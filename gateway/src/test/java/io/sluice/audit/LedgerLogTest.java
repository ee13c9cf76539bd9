package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.ledger.CheckpointKey;
import io.sluice.ledger.Ledger;
import io.sluice.ledger.LedgerSettings;
import io.sluice.limits.BudgetFold;
import io.sluice.model.Account;
import io.sluice.model.Code;
import io.sluice.model.Earmark;
import io.sluice.model.Example;
import io.sluice.model.ExchangeId;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Money;
import io.sluice.model.Plan;
import io.sluice.model.Principal.Period;
import io.sluice.model.Reserved;
import io.sluice.model.SetClock;
import io.sluice.model.Stop;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerLogTest {
  private static final CheckpointKey KEY = CheckpointKey.generate("test.log", new SecureRandom());

  private final SetClock clock = new SetClock(Example.NOON);
  private final Plan plan = Example.plan(Example.candidate("a", Example.price(1, 1)));
  private final Facts facts =
      Example.facts(Example.principal(new Money(900), Period.DAY), Example.chat(10, 5));
  private final Account account = Account.of(facts.principal(), Example.NOON);
  private final Basis basis =
      new Basis(
          new Ruleset("s", "p", "c"),
          Scans.NONE,
          new Arrival(1, ""),
          new Reserved(java.util.List.of(new Earmark(account, 15)), new Money(15), 5),
          false,
          Descent.NONE);

  private static Ledger open(Path directory) {
    return Ledger.open(directory, LedgerSettings.DEFAULTS, KEY);
  }

  @Test
  void what_was_recorded_is_there_after_a_restart_for_traces_and_budgets(@TempDir Path directory)
      throws IOException {
    try (Ledger ledger = open(directory)) {
      var recorder = new Recorder(new LedgerLog(ledger), "b1", clock);
      Decided first = recorder.decided(new ExchangeId("x1"), facts, plan, basis);
      Decided second = recorder.decided(new ExchangeId("x2"), facts, plan, basis);
      assertThat(first.receipt().text()).isEqualTo("test.log/0");
      assertThat(second.receipt().text()).isEqualTo("test.log/1");
      recorder.closed(
          first, Closing.refused(Fault.of(Code.CLIENT_GONE, "left"), Duration.ofMillis(1)));
    }
    try (Ledger ledger = open(directory)) {
      var log = new LedgerLog(ledger);
      BudgetFold fold = BudgetFold.empty();
      long end =
          log.walk(
              0,
              (index, entry) -> {
                fold.fold(index, EntryReader.posting(entry).orElse(null));
                return true;
              });

      assertThat(end).isEqualTo(3);
      assertThat(fold.open()).hasSize(1);
      assertThat(fold.open().getFirst().exchange().value()).isEqualTo("x2");
      assertThat(fold.accounts()).containsOnlyKeys(account);
      Trace trace = new Book(log).trace(new ExchangeId("x1")).orElseThrow();
      assertThat(trace.lines()).hasSize(2);
    }
  }

  @Test
  void a_ledger_that_takes_nothing_refuses_the_exchange(@TempDir Path directory) {
    Ledger ledger = open(directory);
    ledger.close();
    var recorder = new Recorder(new LedgerLog(ledger), "b1", clock);

    Fault fault =
        catchThrowableOfType(
                Stop.class,
                () -> recorder.decided(new ExchangeId("x1"), facts, plan, basis).receipt())
            .fault();

    assertThat(fault.code()).isEqualTo(Code.RECORD_UNAVAILABLE);
  }
}
