package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.egress.CallerClient.Call;
import io.sluice.ledger.CheckpointKey;
import io.sluice.ledger.Verifier;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.sim.Kind;
import io.sluice.sim.Received;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the real process under load, again and again over one data directory: what a caller was
 * told is in the record, every call that reached the provider has its decision and is in custody,
 * every decision one end. 20 times, or 500 with {@code -Dsluice.long=true}.
 */
class KillTest {
  private static final int CALLERS = 8;
  private static final int ROUNDS =
      Boolean.getBoolean("sluice.long") ? 500 : Integer.getInteger("sluice.kills", 20);

  private static final int MOST_ASKED = 1_000;
  private static final long MOST_NANOS = 20_000_000_000L;
  private static final AtomicLong TRACES = new AtomicLong();

  @TempDir Path directory;

  @Test
  void no_kill_loses_what_was_acknowledged_or_leaves_a_call_without_its_decision()
      throws Exception {
    long seed = Long.getLong("sluice.seed", 20_261_126L);
    var random = new Random(seed);
    Set<String> answered = ConcurrentHashMap.newKeySet();
    Set<String> reached = new TreeSet<>(Comparator.reverseOrder());
    List<String> unseen;
    GatewayProcess.@Nullable Key key = null; // outlives every process but the first
    Path data = directory.resolve("data");
    try (var provider = Simulator.start(SimSettings.of(Kind.OPENAI))) {
      Path file = file(provider);
      for (int round = 0; round < ROUNDS; round++) {
        var gateway = GatewayProcess.start(file, data);
        if (key == null) {
          key = gateway.key("internal", "");
        }
        var callers = load(gateway, key, answered);
        underLoad(answered, random);
        gateway.kill();
        for (Thread caller : callers) {
          caller.join();
        }
        provider.received().forEach(call -> reached.add(trace(call)));
        provider.clear();
      }
      var last = GatewayProcess.start(file, data); // what the last kill left open is closed
      unseen = reached.stream().limit(MOST_ASKED).filter(trace -> !seen(last, trace)).toList();
      last.close();
    }
    String when = "seed " + seed;
    var record = Entries.of(data);
    Map<String, Integer> closings = record.closings();
    assertThat(answered).as(when).isNotEmpty();
    assertThat(closings.keySet()).as(when).containsAll(answered);
    assertThat(closings.values()).as(when).allMatch(count -> count == 1);
    assertThat(reached).as(when).hasSizeGreaterThanOrEqualTo(answered.size());
    assertThat(decided(record)).as(when).containsAll(reached);
    assertThat(unseen).as("prompts that nobody is said to have seen, %s", when).isEmpty();
    var verifier = CheckpointKey.load(data.resolve("keys").resolve("ledger")).verifierKey();
    assertThat(Verifier.verify(data.resolve("ledger"), verifier).damage()).as(when).isEmpty();
  }

  /** Until some more answers came, none to a dozen, and then a moment in the middle of the next. */
  private static void underLoad(Set<String> answered, Random random) {
    int enough = answered.size() + random.nextInt(12);
    long patience = System.nanoTime() + MOST_NANOS;
    while (answered.size() < enough && System.nanoTime() < patience) {
      LockSupport.parkNanos(200_000);
    }
    LockSupport.parkNanos(random.nextLong(20_000_000L));
  }

  private static String trace(Received call) {
    return call.header("traceparent").orElseThrow().split("-")[1];
  }

  private static String prompt(String trace) {
    return "What do you make of " + trace + ", and of the weather of late?";
  }

  /** Whether the custody index knows who saw that prompt. */
  private static boolean seen(GatewayProcess gateway, String trace) {
    try {
      var reply = gateway.admin().call("POST", "/api/v1/who-saw", Bytes.utf8(prompt(trace)));
      return reply.body().at("seen").items().stream()
          .anyMatch(one -> one.text("model", "").equals("cloud/small"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The traces of everything that was decided. */
  private static Set<String> decided(Entries record) {
    var traces = new HashSet<String>();
    record.kind("decision").forEach(entry -> traces.add(entry.at("origin").text("trace", "")));
    return traces;
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
        String trace = "%032x".formatted(TRACES.incrementAndGet());
        var call = new Ask(key, "small", prompt(trace)).chat();
        String parent = "00-%s-%016x-01".formatted(trace, 1);
        var headers = new Headers(List.of(new Header("traceparent", parent)));
        var answer = gateway.caller().ask(new Call(call.path(), call.key(), headers, call.body()));
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
          cloud: {api: openai, base_url: %s/v1, forward: [traceparent], profile: %s}
        models:
          small: {provider: cloud, price: {input: 1, output: 2}}
        """
            .formatted(provider.uri(), Stated.reviewed("external", "internal")));
  }
}
