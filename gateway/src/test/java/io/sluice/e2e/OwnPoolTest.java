package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.egress.CallerClient.Answer;
import io.sluice.sim.FaultRule;
import io.sluice.sim.Kind;
import io.sluice.sim.Pacing;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One model on two machines of our own: by what they publish, and by what their caches hold. */
class OwnPoolTest {
  private static final String PUBLISHED =
      "status=200;body=\"# TYPE vllm:num_requests_waiting gauge\\n"
          + "vllm:num_requests_waiting{engine=\\\"0\\\",model_name=\\\"m\\\"} 400.0\\n\"";
  private static final int CALLS = 12;

  private static final Pacing PACE = new Pacing(Duration.ofMillis(60), 0, 1);

  @TempDir static Path directory;
  private static Simulator busy;
  private static Simulator idle;
  private static GatewayProcess gateway;
  private static GatewayProcess.Key key;

  @BeforeAll
  static void start() throws IOException {
    busy = Simulator.start(SimSettings.of(Kind.COMPATIBLE).withPacing(PACE));
    idle = Simulator.start(SimSettings.of(Kind.COMPATIBLE).withPacing(PACE));
    busy.fault(FaultRule.path("/metrics", PUBLISHED));
    String profile = Stated.reviewed("own", "confidential");
    Path file =
        Files.writeString(
            directory.resolve("sluice.yaml"),
            """
            server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}
            providers:
              busy: {api: vllm, base_url: %s/v1, metrics: /metrics, profile: %s}
              idle: {api: vllm, base_url: %s/v1, profile: %s}
            models:
              m-busy: {provider: busy, id: m, price: {input: 1, output: 2}}
              m-idle: {provider: idle, id: m, price: {input: 1, output: 2}}
              p-busy: {provider: busy, id: p, price: {input: 1, output: 2}}
              p-idle: {provider: idle, id: p, price: {input: 1, output: 2}}
            routes:
              queued: {models: [m-busy, m-idle]}
              cached: {models: [p-busy, p-idle]}
            """
                .formatted(busy.uri(), profile, idle.uri(), profile));
    gateway = GatewayProcess.start(file, directory.resolve("data"));
    key = gateway.tenantKey("acme");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    busy.close();
    idle.close();
  }

  private static String served(String route, String prompt) throws IOException {
    Answer answer = gateway.caller().ask(new Ask(key, route, prompt).chat());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.headers().first("x-sluice-model", "");
  }

  private static List<String> all(String route, String prompt) throws IOException {
    var all = new ArrayList<String>();
    for (int i = 0; i < CALLS; i++) {
      all.add(served(route, prompt + " Question " + i));
    }
    return all;
  }

  @Test
  void calls_go_where_fewer_wait_as_the_server_itself_says() throws Exception {
    boolean read =
        busy.await(
            seen -> seen.stream().filter(call -> call.path().equals("/metrics")).count() > 1,
            Duration.ofSeconds(20));
    assertThat(read).as("its metrics are read, again and again").isTrue();
    // of one that was never asked nothing is felt yet: it is tried once
    var served = all("queued", "Hello.");
    assertThat(served.stream().filter("idle/m"::equals).count()).isGreaterThanOrEqualTo(CALLS - 1);
    assertThat(
            busy.received().stream()
                .filter(call -> call.path().equals("/metrics"))
                .allMatch(call -> call.header("authorization").isEmpty()))
        .isTrue();
  }

  @Test
  void prompts_that_begin_alike_go_to_one_machine() throws IOException {
    served("cached", "Both are known. "); // too short to be remembered
    served("cached", "Both are known. ");
    var served = all("cached", "The same long preface. ".repeat(400));
    long idle = served.stream().filter("idle/p"::equals).count();
    assertThat(Math.max(idle, CALLS - idle)).as("%s", served).isGreaterThanOrEqualTo(CALLS - 2);
  }
}
