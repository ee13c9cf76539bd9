package io.sluice.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Stop;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link CredentialStore} does. */
public abstract class CredentialStoreContract {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00.123Z");
  private static final Slot SLOT = new Slot("*", "openai", "main");

  /** An empty store; the same one within a test. */
  protected abstract CredentialStore store();

  private static CredentialRecord version(Slot slot, int version, @Nullable Instant retiresAt) {
    return new CredentialRecord(
        slot,
        version,
        new BoundHost("api.example.com", 443),
        Bytes.owning(new byte[] {1, 0, -1, (byte) version}),
        "0a1b2c3d",
        new CredentialRecord.Life(START, "ops", retiresAt, null));
  }

  @Test
  void a_version_comes_back_as_it_was_put() {
    var record = version(SLOT, 1, START.plusSeconds(9));
    store().add(record, START);
    assertThat(store().all()).containsExactly(record);
  }

  @Test
  void hostile_texts_are_only_texts() {
    var slot = new Slot("' OR 1=1 --", "'; DROP TABLE credential; --", "Zoë 漢字 % _ \\");
    store().add(version(slot, 1, null), START);
    store().add(version(SLOT, 1, null), START);
    assertThat(store().revoke(new CredentialRecord.Key(new Slot("%", "%", "%"), 1), START))
        .isFalse();
    assertThat(store().all()).extracting(CredentialRecord::slot).containsExactly(slot, SLOT);
  }

  @Test
  void a_new_version_lets_the_earlier_ones_of_its_slot_retire() {
    var other = new Slot("acme", "openai", "main");
    store().add(version(other, 1, null), START);
    store().add(version(SLOT, 1, START.plusSeconds(1)), START);
    store().add(version(SLOT, 2, null), START.plusSeconds(60));
    store().add(version(SLOT, 3, null), START.plusSeconds(30));
    assertThat(store().all())
        .extracting(record -> record.life().retiresAt())
        .containsExactly(START.plusSeconds(1), START.plusSeconds(30), null, null);
  }

  @Test
  void a_taken_version_is_a_conflict_and_retires_nothing() {
    store().add(version(SLOT, 1, null), START);
    store().add(version(SLOT, 2, null), START.plusSeconds(60));
    var before = store().all();
    assertThatThrownBy(() -> store().add(version(SLOT, 2, null), START))
        .isInstanceOfSatisfying(
            Stop.class, stop -> assertThat(stop.fault().code()).isEqualTo(Code.CONFLICT));
    assertThat(store().all()).isEqualTo(before);
  }

  @Test
  void a_revoked_version_keeps_its_first_moment() {
    store().add(version(SLOT, 1, null), START);
    var key = new CredentialRecord.Key(SLOT, 1);
    assertThat(store().revoke(key, START.plusSeconds(1))).isTrue();
    assertThat(store().revoke(key, START.plusSeconds(2))).isTrue();
    assertThat(store().revoke(new CredentialRecord.Key(SLOT, 2), START)).isFalse();
    assertThat(store().all())
        .extracting(record -> record.life().revokedAt())
        .isEqualTo(List.of(START.plusSeconds(1)));
  }
}
