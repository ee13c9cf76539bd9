package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.FaultRule;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider's key while the provider fails in every way, and says the key aloud. */
class ProviderKeyTest {
  private static final String CANARY = "sk-canary-5f0d1c9e7b3a4862";
  private static final String ALOUD = ";body={\"error\":{\"message\":\"bad key " + CANARY + "\"}}";
  private static final List<String> FAILURES =
      List.of(
          "status=400" + ALOUD,
          "status=401" + ALOUD,
          "status=403" + ALOUD,
          "status=404" + ALOUD,
          "status=429" + ALOUD,
          "status=500" + ALOUD,
          "status=529" + ALOUD,
          "drop",
          "cut=20",
          "malformed=1",
          "huge-headers=200000");

  @Test
  void lesson_18_it_appears_in_no_answer_no_record_no_output_and_no_file(@TempDir Path directory)
      throws IOException {
    Path secret = Files.writeString(directory.resolve("cloud.key"), CANARY);
    try (var provider = Simulator.start(SimSettings.of(Kind.OPENAI).withCredential(CANARY));
        var gateway = RunningProcess.start(directory, configuration(provider, secret))) {
      String key = gateway.key("\"level\":\"public\"");
      for (int i = 0; i < FAILURES.size(); i++) {
        provider.clear();
        provider.fault(FaultRule.always(FAILURES.get(i)));
        var answer = gateway.ask("/v1/chat/completions", asking(i), "x-api-key", key);
        assertThat(answer.statusCode()).as(FAILURES.get(i)).isGreaterThanOrEqualTo(400);
        assertThat(provider.received().getFirst().header("authorization"))
            .contains("Bearer " + CANARY);
        assertThat(answer.body() + answer.headers()).doesNotContain(CANARY);
        String exchange = answer.headers().firstValue("x-sluice-exchange").orElse("none");
        String record = gateway.record(exchange, text -> text.contains("\"outcome\""));
        assertThat(record).doesNotContain(CANARY);
      }
      assertThat(gateway.said()).doesNotContain(CANARY);
      assertKeptNowhere(gateway.data());
    }
  }

  /** Every failure has a model of its own, so that none is down because of another. */
  private static String configuration(Simulator provider, Path secret) {
    var text = new StringBuilder(Setup.openAi(provider.uri(), secret.toString()));
    for (int i = 0; i < FAILURES.size(); i++) {
      text.append("  small%d: {provider: cloud, id: sim-%d}\n".formatted(i, i));
    }
    return text.toString();
  }

  private static String asking(int model) {
    return "{\"model\":\"small%d\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"
        .formatted(model);
  }

  private static void assertKeptNowhere(Path data) throws IOException {
    try (var files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean kept = Files.readString(file, StandardCharsets.ISO_8859_1).contains(CANARY);
        assertThat(kept).as(file.getFileName().toString()).isFalse();
      }
    }
  }
}
