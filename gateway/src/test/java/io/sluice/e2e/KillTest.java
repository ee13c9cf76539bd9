package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.CheckpointKey;
import io.sluice.ledger.Verifier;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the real process under load, again and again over one data directory: what a caller was
 * told is in the record, every call that reached the provider has a decision, every decision one
 * end. 20 times, or 500 with {@code -Dsluice.long=true}.
 */
class KillTest {
  private static final int CALLERS = 8;
  private static final int ROUNDS = Boolean.getBoolean("sluice.long") ? 500 : 20;

  @TempDir Path directory;

  @Test
  void no_kill_loses_what_was_acknowledged_or_leaves_a_call_without_its_decision()
      throws Exception {
    long seed = Long.getLong("sluice.seed", 20_261_126L);
    var random = new Random(seed);
    Set<String> answered = ConcurrentHashMap.newKeySet();
    long reached = 0;
    Path data = directory.resolve("data");
    try (var provider = Simulator.start(SimSettings.of(Kind.OPENAI))) {
      Path file = file(provider);
      for (int round = 0; round < ROUNDS; round++) {
        var gateway = GatewayProcess.start(file, data);
        var key = gateway.key("internal", "");
        var callers = load(gateway, key, answered);
        LockSupport.parkNanos(random.nextLong(400_000_000L));
        gateway.kill();
        for (Thread caller : callers) {
          caller.join();
        }
        reached = provider.received().size();
      }
      GatewayProcess.start(file, data).close(); // what the last kill left open is closed
    }
    String when = "seed " + seed;
    var record = Entries.of(data);
    Map<String, Integer> closings = record.closings();
    assertThat(answered).as(when).isNotEmpty();
    assertThat(closings.keySet()).as(when).containsAll(answered);
    assertThat(closings.values()).as(when).allMatch(count -> count == 1);
    assertThat(reached).as(when).isLessThanOrEqualTo(closings.size());
    var verifier = CheckpointKey.load(data.resolve("keys").resolve("ledger")).verifierKey();
    assertThat(Verifier.verify(data.resolve("ledger"), verifier).damage()).as(when).isEmpty();
  }

  private static List<Thread> load(
      GatewayProcess gateway, GatewayProcess.Key key, Set<String> answered) {
    var callers = new ArrayList<Thread>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(Thread.ofVirtual().start(() -> ask(gateway, key, answered)));
    }
    return callers;
  }

  /** Asks until the gateway is gone; keeps the exchange of every answer that came whole. */
  private static void ask(GatewayProcess gateway, GatewayProcess.Key key, Set<String> answered) {
    try {
      while (true) {
        var answer = gateway.caller().ask(new Ask(key, "small", "Hello").chat());
        if (answer.status() == 200 && !answer.cut()) {
          answered.add(answer.headers().first("x-sluice-exchange", ""));
        }
      }
    } catch (IOException | RuntimeException gone) {
      // it was killed
    }
  }

  private Path file(Simulator provider) throws IOException {
    return Files.writeString(
        directory.resolve("sluice.yaml"),
        """
        server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}
        providers:
          cloud: {api: openai, base_url: %s/v1, profile: %s}
        models:
          small: {provider: cloud, price: {input: 1, output: 2}}
        """
            .formatted(provider.uri(), Stated.reviewed("external", "internal")));
  }
}
