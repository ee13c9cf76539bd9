package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tokens are counted by the provider where it can, and reckoned, which is said, where it cannot.
 */
class CountTest {
  private static final String TEXT = "How many tokens are there in this sentence of mine?";

  @TempDir Path directory;

  private static String body(String model) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(model, TEXT);
  }

  @Test
  void a_provider_that_cannot_count_is_not_asked_and_the_answer_says_it_is_an_estimate()
      throws IOException {
    try (var chat = Simulator.start(SimSettings.of(Kind.OPENAI));
        var messages = Simulator.start(SimSettings.of(Kind.ANTHROPIC));
        var gateway =
            RunningProcess.start(
                directory,
                Setup.server("")
                    + "providers:\n"
                    + Setup.provider("cloud", "openai", chat.uri() + "/v1")
                    + Setup.provider("claude", "anthropic", messages.uri().toString())
                    + "models:\n  small: {provider: cloud}\n  other: {provider: claude}\n")) {
      String secret = "Bearer " + gateway.key("\"level\":\"public\"");
      var path = "/v1/messages/count_tokens";
      var told = gateway.ask(path, body("other"), "authorization", secret);
      assertThat(told.statusCode()).isEqualTo(200);
      assertThat(told.headers().firstValue("x-sluice-loss")).isEmpty();
      assertThat(messages.received()).hasSize(1);

      var reckoned = gateway.ask(path, body("small"), "authorization", secret);
      assertThat(reckoned.statusCode()).as(reckoned.body()).isEqualTo(200);
      int tokens = Integer.parseInt(reckoned.body().replaceAll("[^0-9]", ""));
      assertThat(tokens).isBetween(TEXT.length() / 4, TEXT.length() / 3);
      assertThat(reckoned.headers().firstValue("x-sluice-loss").orElse(""))
          .contains("input_tokens", "estimated");
      assertThat(chat.received()).isEmpty();
      String id = reckoned.headers().firstValue("x-sluice-exchange").orElseThrow();
      assertThat(gateway.record(id, record -> record.contains("outcome"))).contains("estimated");
    }
  }
}
