package io.sluice.vault;

import static io.sluice.vault.CredentialBinding.EVERY_TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.model.Code;
import io.sluice.model.Secret;
import io.sluice.model.SetClock;
import io.sluice.model.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final BoundHost HOST = new BoundHost("api.example.com", 443);
  private static final BoundHost EVIL = new BoundHost("evil.test", 443);
  private static final Slot SLOT = new Slot(EVERY_TENANT, "openai", "main");

  private final Path directory;

  private final SetClock clock = new SetClock(START);
  private final MemoryCredentialStore store = new MemoryCredentialStore();
  private final CredentialSeal seal;
  private final Vault vault;
  private final Credentials credentials;

  VaultTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    seal = new CredentialSeal(KeyRing.local(directory, new Random(1)), new Random(2));
    var environment = Map.of("KEY", " canary-env\n", "BLANK", " ");
    vault = new Vault(environment, store, seal, clock);
    credentials = new Credentials(store, seal, vault);
    vault.reload(stored(HOST));
  }

  private static VaultSettings stored(BoundHost host) {
    return settings(EVERY_TENANT, host, new CredentialSource.Stored("main"));
  }

  private static VaultSettings settings(String tenant, BoundHost host, CredentialSource source) {
    return new VaultSettings(List.of(new CredentialBinding(tenant, "openai", host, source)));
  }

  private CredentialRecord add(String secret) {
    return credentials.add(draft(secret), clock.now());
  }

  private CredentialRecord rotate(String secret, Duration overlap) {
    return credentials.rotate(draft(secret), overlap, clock.now());
  }

  private static CredentialDraft draft(String secret) {
    return new CredentialDraft(SLOT, HOST, Secret.of(secret), "ops");
  }

  private String inUse() {
    return vault.credential("acme", "openai").orElseThrow().secretFor(HOST).open();
  }

  private static Code code(Runnable action) {
    var stop = catchThrowableOfType(Stop.class, action::run);
    assertThat(stop.fault().toString()).doesNotContain("canary").doesNotContain("example.com");
    return stop.fault().code();
  }

  @Test
  void a_stored_credential_works_as_soon_as_it_is_added() {
    assertThat(code(this::inUse)).isEqualTo(Code.UPSTREAM_CREDENTIAL);
    var record = add("canary-1");
    assertThat(inUse()).isEqualTo("canary-1");
    var credential = vault.credential("acme", "openai").orElseThrow();
    assertThat(credential.version()).isEqualTo("stored:main#1");
    assertThat(credential.boundHost()).isEqualTo(HOST);
    assertThat(credential.toString() + record + vault.problems()).doesNotContain("canary");
    assertThat(record.sealed().utf8()).doesNotContain("canary");
  }

  @Test
  void a_credential_is_given_for_its_host_only() {
    add("canary-1");
    var credential = vault.credential("acme", "openai").orElseThrow();
    assertThat(code(() -> credential.secretFor(EVIL))).isEqualTo(Code.UPSTREAM_CREDENTIAL);
    var port = new BoundHost(HOST.name(), 80);
    assertThat(code(() -> credential.secretFor(port))).isEqualTo(Code.UPSTREAM_CREDENTIAL);
  }

  @Test
  void a_changed_base_url_does_not_take_the_stored_credential_along() {
    add("canary-1");
    vault.reload(stored(EVIL));
    assertThat(code(this::inUse)).isEqualTo(Code.UPSTREAM_CREDENTIAL);
    assertThat(vault.problems().getFirst().reason()).contains("another host");
  }

  @Test
  void rotation_serves_the_new_version_and_keeps_the_old_one_for_a_while() {
    add("canary-1");
    var running = vault.credential("acme", "openai").orElseThrow();
    var second = rotate("canary-2", Duration.ofHours(1));
    assertThat(inUse()).isEqualTo("canary-2");
    assertThat(running.secretFor(HOST).open()).isEqualTo("canary-1");
    credentials.revoke(second.key(), clock.now());
    assertThat(inUse()).isEqualTo("canary-1");
    clock.advance(Duration.ofHours(1));
    assertThat(code(this::inUse)).isEqualTo(Code.UPSTREAM_CREDENTIAL);
  }

  @Test
  void a_revoked_version_is_out_of_use_even_if_the_store_cannot_learn_it() {
    var only = add("canary-1");
    store.fail(true);
    assertThat(code(() -> credentials.revoke(only.key(), START)))
        .isEqualTo(Code.RECORD_UNAVAILABLE);
    assertThat(code(this::inUse)).isEqualTo(Code.UPSTREAM_CREDENTIAL);
    store.fail(false);
    vault.refresh();
    assertThat(code(this::inUse)).isEqualTo(Code.UPSTREAM_CREDENTIAL);
  }

  @Test
  void what_is_in_memory_goes_on_working_while_the_store_fails() {
    add("canary-1");
    store.fail(true);
    vault.refresh();
    assertThat(inUse()).isEqualTo("canary-1");
    assertThat(vault.problems().getFirst().reason()).contains("store");
    store.fail(false);
    vault.refresh();
    assertThat(vault.problems()).isEmpty();
  }

  @Test
  void a_record_that_was_altered_or_moved_does_not_open() {
    var record = add("canary-1");
    var life = record.life();
    byte[] bits = record.sealed().toArray();
    bits[20] ^= 1;
    var other = new Slot(EVERY_TENANT, "openai", "other");
    var changed = io.sluice.model.Bytes.owning(bits);
    var text = record.sealed();
    var print = record.fingerprint();
    var forged =
        List.of(
            new CredentialRecord(SLOT, 2, HOST, changed, print, life),
            new CredentialRecord(SLOT, 2, HOST, text, print, life),
            new CredentialRecord(other, 1, HOST, text, print, life),
            new CredentialRecord(new Slot("acme", "openai", "main"), 1, HOST, text, print, life),
            new CredentialRecord(
                new Slot(EVERY_TENANT, "evil", "main"), 1, HOST, text, print, life),
            new CredentialRecord(SLOT, 1, EVIL, text, print, life));
    for (CredentialRecord each : forged) {
      var broken = catchThrowableOfType(SealBroken.class, () -> seal.open(each));
      assertThat(broken).hasNoCause().hasMessageNotContaining("canary");
    }
    store.tamper(forged.getFirst());
    vault.refresh();
    assertThat(inUse()).isEqualTo("canary-1"); // the version that is whole
    assertThat(vault.problems().getFirst().reason()).contains("#2 was altered");
  }

  @Test
  void a_slots_name_cannot_be_cut_otherwise() {
    var one = new Slot("a", "b", "cc").context(1, HOST);
    assertThat(new Slot("a", "bc", "c").context(1, HOST)).isNotEqualTo(one);
    assertThat(new Slot("ab", "", "cc").context(1, HOST)).isNotEqualTo(one);
  }

  @Test
  void a_tenants_own_credential_comes_first_and_is_never_replaced_by_anothers() {
    vault.reload(
        new VaultSettings(
            List.of(
                new CredentialBinding(
                    EVERY_TENANT, "openai", HOST, new CredentialSource.Env("KEY")),
                new CredentialBinding(
                    "acme", "openai", HOST, new CredentialSource.Stored("acme")))));
    assertThat(vault.credential("other", "openai").orElseThrow().secretFor(HOST).open())
        .isEqualTo("canary-env");
    assertThat(code(this::inUse)).isEqualTo(Code.UPSTREAM_CREDENTIAL);
    var slot = new Slot("acme", "openai", "acme");
    credentials.add(new CredentialDraft(slot, HOST, Secret.of("canary-acme"), "ops"), START);
    assertThat(inUse()).isEqualTo("canary-acme");
    assertThat(vault.credential("acme", "ollama")).isEmpty();
  }

  @Test
  void a_variable_or_a_file_can_be_the_source() throws IOException {
    vault.reload(settings(EVERY_TENANT, HOST, new CredentialSource.Env("KEY")));
    assertThat(inUse()).isEqualTo("canary-env");
    assertThat(vault.credential("acme", "openai").orElseThrow().version())
        .matches("env:KEY@[0-9a-f]{8}");
    vault.reload(settings(EVERY_TENANT, HOST, new CredentialSource.Env("BLANK")));
    assertThat(vault.problems().getFirst().reason()).contains("BLANK is not set");

    Path file = directory.resolve("provider.key");
    var source = new CredentialSource.File(file);
    vault.reload(settings(EVERY_TENANT, HOST, source));
    assertThat(vault.problems().getFirst().reason()).contains("cannot be read");
    Files.writeString(file, "canary-file\n");
    vault.refresh();
    assertThat(inUse()).isEqualTo("canary-file");
    Files.writeString(file, "");
    vault.refresh(); // caught in the middle of a change
    assertThat(inUse()).isEqualTo("canary-file");
    assertThat(vault.problems().getFirst().reason()).contains("empty");
  }

  @Test
  void bad_drafts_are_refused() {
    assertThat(code(() -> add(""))).isEqualTo(Code.INVALID_REQUEST);
    assertThat(code(() -> add("canary".repeat(4_000)))).isEqualTo(Code.INVALID_REQUEST);
    assertThat(code(() -> rotate("canary", Duration.ZERO))).isEqualTo(Code.NOT_FOUND);
    add("canary-1");
    assertThat(code(() -> add("canary-2"))).isEqualTo(Code.CONFLICT);
    assertThat(code(() -> rotate("canary", Duration.ofDays(31)))).isEqualTo(Code.INVALID_REQUEST);
    var unknown = new CredentialRecord.Key(SLOT, 9);
    assertThat(code(() -> credentials.revoke(unknown, START))).isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void two_bindings_for_one_provider_and_tenant_are_refused() {
    var binding = new CredentialBinding("acme", "openai", HOST, new CredentialSource.Env("KEY"));
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> new VaultSettings(List.of(binding, binding)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
