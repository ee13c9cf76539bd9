package io.sluice.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.Backlog;
import io.sluice.audit.Fingerprints;
import io.sluice.audit.Keeping;
import io.sluice.audit.KeepingSettings;
import io.sluice.audit.Owner;
import io.sluice.audit.Storing;
import io.sluice.audit.Tape;
import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Level;
import io.sluice.model.Secret;
import io.sluice.vault.KeyRing;
import io.sluice.vault.PayloadSeal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepingTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
  private static final Tape.Redaction NOBODY_ASKS =
      new Tape.Redaction() {
        @Override
        public Bytes request() {
          return Bytes.EMPTY;
        }

        @Override
        public String text(String answer) {
          return answer;
        }
      };

  @TempDir Path root;

  private final Random random = new Random(5);
  private final ConcurrentLinkedQueue<String> incomplete = new ConcurrentLinkedQueue<>();

  private static void kept(Keeping keeping, String exchange, String subject) {
    var owner = new Owner(new ExchangeId(exchange), "t", "k", subject, Level.INTERNAL, NOW);
    var tape = keeping.tape(new Tape.Reel(owner, Storing.FULL, List.of(), NOBODY_ASKS));
    assertThat(tape.request(Bytes.utf8("a heron by the water"))).isNotEmpty();
    assertThat(tape.close().incomplete()).isFalse();
  }

  @Test
  void what_cannot_be_kept_of_one_exchange_takes_nothing_from_those_written_with_it()
      throws IOException {
    var keys = KeyRing.local(Files.createDirectory(root.resolve("keys")), random);
    Path payloads = Files.createDirectory(root.resolve("payloads"));
    Path broken = payloads.resolve("2026-11-internal").resolve("keys").resolve("s-p2");
    Files.createDirectories(broken.getParent());
    Files.writeString(broken, "no key");
    try (var directory = DataDirectory.open(root.resolve("data"), ProcessHandle.current().pid());
        var custody = SqlCustody.open(directory);
        var files = new PayloadFiles(payloads, new PayloadSeal(keys, random))) {
      var prints = new Fingerprints(tenant -> Secret.of("key of " + tenant));
      var stores = new Keeping.Stores(files, custody, prints, Backlog.NONE);
      try (var keeping =
          new Keeping(KeepingSettings.DEFAULT, stores, random, id -> incomplete.add(id.value()))) {
        kept(keeping, "a-01", "p1");
        kept(keeping, "a-02", "p2");
        kept(keeping, "a-03", "p3");
        keeping.start(); // all three in one batch
        assertThat(keeping.settled(Duration.ofSeconds(30))).isTrue();
        assertThat(keeping.lost()).isEqualTo(1);
      }
      assertThat(incomplete).containsExactly("a-02");
      assertThat(files.get(new ExchangeId("a-01"))).isPresent();
      assertThat(files.get(new ExchangeId("a-02"))).isEmpty();
      assertThat(files.get(new ExchangeId("a-03"))).isPresent();
      assertThat(custody.salt(new ExchangeId("a-02"))).as("who saw it is known").isPresent();
    }
  }
}
