package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.egress.CallerClient.Answer;
import io.sluice.sim.FaultRule;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What callers see when providers fail. Every test has three models of its own: {@code first} and
 * {@code second} may serve what it asks, {@code outside} may not.
 */
class FailoverTest {
  private static final int TESTS = 40;
  private static final int FAILURES_TO_OPEN = 5;

  @TempDir static Path directory;
  private static Simulator first;
  private static Simulator second;
  private static Simulator outside;
  private static GatewayProcess gateway;
  private static int test;
  private GatewayProcess.Key key;

  @BeforeAll
  static void start() throws IOException {
    first = Simulator.start(SimSettings.of(Kind.OPENAI));
    second = Simulator.start(SimSettings.of(Kind.OPENAI));
    outside = Simulator.start(SimSettings.of(Kind.OPENAI));
    Path file = Files.writeString(directory.resolve("sluice.yaml"), configuration());
    gateway = GatewayProcess.start(file, directory.resolve("data"));
  }

  private static String configuration() {
    var text = new StringBuilder("server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}\nproviders:\n");
    String own = Stated.reviewed("own", "confidential");
    text.append(provider("first", first, own)).append(provider("second", second, own));
    text.append(provider("outside", outside, Stated.reviewed("external", "internal")));
    text.append("models:\n");
    for (int i = 1; i <= TESTS; i++) {
      text.append(model("first", i, 1))
          .append(model("second", i, 2))
          .append(model("outside", i, 3));
    }
    text.append("routes:\n");
    for (int i = 1; i <= TESTS; i++) {
      text.append("  auto-%d: {models: [first-%d, second-%d, outside-%d]}\n".formatted(i, i, i, i));
    }
    return text.toString();
  }

  private static String provider(String name, Simulator simulator, String profile) {
    return "  %s: {api: openai, base_url: %s/v1, profile: %s}\n"
        .formatted(name, simulator.uri(), profile);
  }

  private static String model(String provider, int number, int price) {
    return "  %s-%d: {provider: %s, price: {input: %d, output: %d}}\n"
        .formatted(provider, number, provider, price, price);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    first.close();
    second.close();
    outside.close();
  }

  @BeforeEach
  void begin() throws IOException {
    test++;
    first.clear();
    second.clear();
    outside.clear();
    key = gateway.tenantKey("tenant-" + test); // retries are budgeted by tenant
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status=500",
        "status=503",
        "status=429",
        "status=529",
        "status=401",
        "status=404",
        "drop",
        "drop=reset",
        "cut=20",
        "reset=20",
        "malformed=1",
        "redirect=http://127.0.0.1:1/"
      })
  void a_sibling_takes_over_from_a_failed_call(String fault) throws IOException {
    first.fault(FaultRule.always(fault));
    Answer answer = ask("auto", "Good morning", false);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.headers().first("x-sluice-model", "")).isEqualTo("second/second-" + test);
    assertThat(answer.text()).containsOnlyOnce("Good morning");
    assertThat(outside.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"status=503", "status=429", "drop", "cut=0", "cut=40", "error-event=1", "reset=0"})
  void lesson_04_a_sibling_takes_over_in_the_first_moments_of_a_stream(String fault)
      throws IOException {
    first.fault(FaultRule.always(fault));
    Answer answer = ask("auto", "[[sim: say=Hi]]", true);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.headers().first("x-sluice-model", "")).isEqualTo("second/second-" + test);
    assertThat(answer.text()).containsOnlyOnce("\"Hi\"").containsOnlyOnce("[DONE]");
    assertThat(answer.text()).doesNotContain("\"error\"");
    assertThat(outside.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut=9000", "reset=9000", "error-event=30"})
  void lesson_04_a_stream_that_breaks_after_content_ends_in_one_error_and_is_not_begun_again(
      String fault) throws IOException {
    first.fault(FaultRule.always(fault));
    Answer answer = ask("auto", "[[sim: tokens=300]]", true);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.lines().stream().filter(line -> line.contains("\"error\""))).hasSize(1);
    assertThat(answer.text()).doesNotContain("[DONE]");
    assertThat(first.received()).hasSize(1);
    assertThat(second.received()).isEmpty();
    assertThat(outside.received()).isEmpty();
  }

  @Test
  void lesson_10_nothing_outside_the_permit_is_asked_even_when_everything_in_it_is_down()
      throws IOException {
    first.fault(FaultRule.always("status=503"));
    second.fault(FaultRule.always("status=503"));
    Answer answer = ask("auto", "Hello", false);
    assertThat(answer.status()).isGreaterThanOrEqualTo(500);
    assertThat(second.received()).isNotEmpty();
    assertThat(outside.received()).isEmpty();
  }

  @Test
  void lesson_10_a_model_asked_for_by_name_is_never_replaced() throws IOException {
    first.fault(FaultRule.always("status=503"));
    Answer answer = ask("first", "Hello", false);
    assertThat(answer.status()).isGreaterThanOrEqualTo(500);
    assertThat(first.received()).isNotEmpty();
    assertThat(second.received()).isEmpty();
    assertThat(outside.received()).isEmpty();
  }

  @Test
  void a_provider_that_asks_to_wait_is_left_alone_for_so_long() throws IOException {
    first.fault(FaultRule.once("status=429;retry-after=1"));
    long begun = System.nanoTime();
    Answer answer = ask("first", "Hello", false);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(first.received()).hasSize(2);
    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  void a_wait_longer_than_the_exchange_may_take_is_told_to_the_caller() throws IOException {
    first.fault(FaultRule.always("status=429;retry-after=7200"));
    Answer answer = ask("first", "Hello", false);
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.headers().first("retry-after", "")).isEqualTo("7200");
    assertThat(first.received()).hasSize(1);
  }

  @Test
  void a_circuit_opens_after_five_failures() throws IOException {
    first.fault(FaultRule.always("status=503"));
    for (int i = 0; i < FAILURES_TO_OPEN + 2; i++) {
      assertThat(ask("auto", "Hello", false).status()).isEqualTo(200);
    }
    assertThat(first.received()).hasSize(FAILURES_TO_OPEN);
    assertThat(second.received()).hasSize(FAILURES_TO_OPEN + 2);
  }

  @Test
  void when_every_circuit_is_open_callers_are_told_when_to_come_again() throws IOException {
    first.fault(FaultRule.always("status=503;retry-after=3600"));
    second.fault(FaultRule.always("status=503;retry-after=3600"));
    for (int i = 0; i < FAILURES_TO_OPEN; i++) {
      gateway.caller().ask(confidential("first", "Hello").chat()); // in turn: circuits of both
      gateway.caller().ask(confidential("second", "Hello").chat());
    }
    int before = first.received().size() + second.received().size();
    Answer answer = ask("auto", "Hello", false);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text()).contains("no_allowed_model");
    assertThat(Integer.parseInt(answer.headers().first("retry-after", "0"))).isPositive();
    assertThat(first.received().size() + second.received().size()).isEqualTo(before);
    assertThat(outside.received()).isEmpty();
  }

  private Answer ask(String model, String prompt, boolean stream) throws IOException {
    return gateway.caller().ask(confidential(model, prompt).chat(stream));
  }

  private Ask confidential(String model, String prompt) {
    return new Ask(key, model + "-" + test, prompt, "confidential");
  }
}
