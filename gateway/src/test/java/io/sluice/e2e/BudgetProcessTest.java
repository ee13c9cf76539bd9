package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.egress.CallerClient.Answer;
import io.sluice.ledger.Verifier;
import io.sluice.ledger.VerifierKey;
import io.sluice.sim.FaultRule;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hard budget is never overspent, whatever happens to the gateway. */
class BudgetProcessTest {
  private static final int CALLERS = 64;
  private static final long BUDGET = 20_000;
  private static final String QUESTION = "[[sim: tokens=800]]";

  @TempDir Path directory;
  private Simulator provider;
  private Path file;
  private Path data;
  private volatile boolean killed;

  @BeforeEach
  void write_the_configuration() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    data = directory.resolve("data");
    file =
        Files.writeString(
            directory.resolve("sluice.yaml"),
            """
            server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}
            providers:
              cloud: {api: openai, base_url: %s/v1, profile: {zone: own, clearance: restricted}}
            models:
              priced: {provider: cloud, id: priced, price: {input: 1, output: 2}}
              unpriced: {provider: cloud, id: unheard-of}
            """
                .formatted(provider.uri()));
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void lesson_11_sixty_four_callers_at_once_never_overspend() throws Exception {
    Queue<Answer> answers;
    try (var gateway = GatewayProcess.start(file, data)) {
      var key = gateway.key("public", "0.02");
      answers = ask(gateway, new Ask(key, "priced", QUESTION), 1);
    }
    var answered = answers.stream().filter(answer -> answer.status() == 200).toList();
    var refused = answers.stream().filter(answer -> answer.status() == 429).toList();
    assertThat(answered).isNotEmpty();
    assertThat(refused).isNotEmpty().hasSize(CALLERS - answered.size());
    assertThat(refused)
        .allSatisfy(
            answer -> {
              assertThat(answer.text()).contains("budget_exceeded");
              assertThat(answer.headers().first("x-should-retry", "")).isEqualTo("false");
            });
    assertThat(answers.stream().map(Answer::status)).containsOnly(200, 429);
    var record = Entries.of(data);
    assertThat(record.charged()).isPositive().isLessThanOrEqualTo(BUDGET);
    assertThat(record.closings().values()).containsOnly(1);
  }

  @Test
  void lesson_11_a_gateway_killed_with_calls_under_way_neither_overspends_nor_reserves_for_ever()
      throws Exception {
    provider.fault(FaultRule.always("delay-head=20s"));
    GatewayProcess.Key key;
    try (var gateway = GatewayProcess.start(file, data)) {
      key = gateway.key("public", "0.02");
      var question = new Ask(key, "priced", QUESTION);
      var callers = start(gateway, question, new ConcurrentLinkedQueue<>(), 4);
      assertThat(provider.await(seen -> seen.size() >= 4, Duration.ofSeconds(20))).isTrue();
      killed = true;
      gateway.kill();
      join(callers);
    }
    provider.clear();
    killed = false;
    try (var again = GatewayProcess.start(file, data)) {
      var later = ask(again, new Ask(key, "priced", QUESTION), 1);
      // four unknown calls are charged in full, 2,000 each; what is left is there to be spent
      assertThat(later.stream().map(Answer::status)).contains(200, 429).containsOnly(200, 429);
    }
    var record = Entries.of(data);
    assertThat(record.kind("outcome.unknown")).hasSize(4);
    assertThat(record.closings().values()).containsOnly(1);
    assertThat(record.charged()).isLessThanOrEqualTo(BUDGET).isGreaterThan(BUDGET - 2 * 2_100);
    var ledger = data.resolve("ledger");
    var verifier = VerifierKey.parse(Files.readString(ledger.resolve("verifier-key")));
    assertThat(Verifier.verify(ledger, verifier).intact()).isTrue();
  }

  @Test
  void lesson_11_sixty_four_callers_against_a_limit_and_through_a_kill_never_overspend()
      throws Exception {
    provider.fault(FaultRule.always("delay-head=20s"));
    GatewayProcess.Key key;
    try (var gateway = GatewayProcess.start(file, data)) {
      key = gateway.key("public", "0.02");
      var callers =
          start(gateway, new Ask(key, "priced", QUESTION), new ConcurrentLinkedQueue<>(), CALLERS);
      assertThat(provider.await(seen -> seen.size() >= 9, Duration.ofSeconds(20))).isTrue();
      killed = true;
      gateway.kill();
      join(callers);
    }
    provider.clear();
    killed = false;
    try (var again = GatewayProcess.start(file, data)) {
      var later = ask(again, new Ask(key, "priced", QUESTION), 1);
      assertThat(later.stream().map(Answer::status)).containsOnly(429); // all of it is charged
    }
    var record = Entries.of(data);
    assertThat(record.kind("outcome.unknown")).hasSize(9);
    assertThat(record.closings().values()).containsOnly(1);
    assertThat(record.charged()).isLessThanOrEqualTo(BUDGET).isGreaterThan(BUDGET - 2_200);
  }

  @Test
  void an_answer_beyond_its_limit_is_followed_as_far_as_the_budget_pays_and_then_cut()
      throws Exception {
    String endless = "[[sim: boundless]] [[sim: tokens=%d]] [[sim: fault=pace=20000]]";
    try (var gateway = GatewayProcess.start(file, data)) {
      var rich = gateway.key("public", "0.02");
      var whole =
          gateway.caller().ask(new Ask(rich, "priced", endless.formatted(2_500)).chat(true));
      assertThat(whole.text()).contains("[DONE]").doesNotContain("content_filter");

      var poor = gateway.key("public", "0.005");
      var cut = gateway.caller().ask(new Ask(poor, "priced", endless.formatted(20_000)).chat(true));
      assertThat(cut.status()).isEqualTo(200);
      assertThat(cut.text()).contains("budget_exceeded");
      assertThat(cut.lines()).hasSizeLessThan(2 * 15_000); // a line and an empty one for each
    }
    var record = Entries.of(data);
    var extended =
        record.kind("ruling").stream()
            .filter(entry -> entry.text("question", "").equals("extend"))
            .map(entry -> entry.text("verdict", ""))
            .toList();
    assertThat(extended).containsSubsequence("permit", "permit", "permit", "deny");
    assertThat(record.kind("budget.overrun")).isEmpty();
    assertThat(record.closings().values()).containsOnly(1);
    assertThat(record.charged()).isLessThanOrEqualTo(20_000 + 5_000);
  }

  @Test
  void a_model_without_a_price_is_refused_under_a_budget_and_named() throws Exception {
    try (var gateway = GatewayProcess.start(file, data)) {
      var poor = gateway.key("public", "1");
      var free = gateway.key("public", "");
      var refused = gateway.caller().ask(new Ask(poor, "unpriced", "Hello").chat());
      assertThat(refused.status()).isBetween(400, 499);
      assertThat(refused.text()).contains("unpriced").contains("price");
      assertThat(provider.received()).isEmpty();
      assertThat(gateway.caller().ask(new Ask(free, "unpriced", "Hello").chat()).status())
          .isEqualTo(200);
    }
  }

  private Queue<Answer> ask(GatewayProcess gateway, Ask question, int each)
      throws InterruptedException {
    var answers = new ConcurrentLinkedQueue<Answer>();
    join(start(gateway, question, answers, CALLERS * each));
    return answers;
  }

  private List<Thread> start(
      GatewayProcess gateway, Ask question, Queue<Answer> answers, int callers) {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < callers; i++) {
      threads.add(Thread.ofVirtual().start(() -> one(gateway, question, answers)));
    }
    return threads;
  }

  private void one(GatewayProcess gateway, Ask question, Queue<Answer> answers) {
    try {
      answers.add(gateway.caller().ask(question.chat()));
    } catch (IOException e) {
      if (killed) {
        return;
      }
      throw new UncheckedIOException(e);
    }
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
