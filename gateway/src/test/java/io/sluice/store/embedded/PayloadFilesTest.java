package io.sluice.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.audit.PayloadSettings;
import io.sluice.audit.PayloadStore;
import io.sluice.audit.PayloadStoreContract;
import io.sluice.model.ExchangeId;
import io.sluice.model.Level;
import io.sluice.vault.KeyRing;
import io.sluice.vault.PayloadSeal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadFilesTest extends PayloadStoreContract {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

  private final Path root;
  private final PayloadFiles store;

  PayloadFilesTest(@TempDir Path directory) throws IOException {
    var random = new Random(3);
    root = Files.createDirectory(directory.resolve("payloads"));
    var keys = KeyRing.local(Files.createDirectory(directory.resolve("keys")), random);
    store = new PayloadFiles(root, new PayloadSeal(keys, random));
  }

  @Override
  protected PayloadStore store() {
    return store;
  }

  @Test
  void neither_content_nor_names_can_be_read_from_the_files() throws IOException {
    store.name("t", "ann@example.com", "p1");
    store.put(List.of(payload("e-01", "p1", Level.INTERNAL, NOW)));
    for (Path file : files()) {
      String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      assertThat(bytes + file).doesNotContain("heron").doesNotContain("ann@");
    }
  }

  @Test
  void without_its_data_key_a_payload_cannot_be_read_and_an_altered_one_is_refused()
      throws IOException {
    store.put(List.of(payload("f-01", "p9", Level.INTERNAL, NOW)));
    Path file = one("0.pack");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 3] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> store.get(new ExchangeId("f-01")))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("heron");
    bytes[bytes.length - 3] ^= 1;
    Files.write(file, bytes);
    assertThat(store.get(new ExchangeId("f-01"))).isPresent();
    Files.delete(one("s-p9"));
    assertThatThrownBy(() -> store.get(new ExchangeId("f-01"))).isInstanceOf(IOException.class);
  }

  @Test
  void what_a_crash_left_of_a_dropped_month_is_deleted_the_next_time() throws IOException {
    Path left = Files.createDirectories(root.resolve(".dropped-2026-01-public").resolve("ab"));
    Files.writeString(left.resolve("x-ab"), "sealed");
    assertThat(store.drop(PayloadSettings.DEFAULT, NOW, Set.of())).isZero();
    assertThat(Files.exists(left)).isFalse();
  }

  private Path one(String name) throws IOException {
    return files().stream().filter(file -> file.endsWith(name)).findFirst().orElseThrow();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
