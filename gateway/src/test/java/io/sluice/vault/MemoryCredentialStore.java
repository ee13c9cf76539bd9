package io.sluice.vault;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.vault.CredentialRecord.Life;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A credential store that fails on cue. */
final class MemoryCredentialStore implements CredentialStore {
  private final Map<CredentialRecord.Key, CredentialRecord> all = new HashMap<>();
  private boolean failing;

  void fail(boolean now) {
    failing = now;
  }

  /** Puts a record there that nobody made by the rules. */
  void tamper(CredentialRecord record) {
    all.put(record.key(), record);
  }

  @Override
  public void add(CredentialRecord credential, Instant othersRetireAt) {
    work();
    if (all.putIfAbsent(credential.key(), credential) != null) {
      throw Fault.of(Code.CONFLICT, "taken").stop();
    }
    all.replaceAll(
        (key, record) -> {
          var life = record.life();
          var retiresAt = life.retiresAt();
          boolean touched =
              key.slot().equals(credential.slot())
                  && key.version() < credential.version()
                  && life.revokedAt() == null
                  && (retiresAt == null || retiresAt.isAfter(othersRetireAt));
          return touched ? ending(record, othersRetireAt, null) : record;
        });
  }

  @Override
  public boolean revoke(CredentialRecord.Key key, Instant at) {
    work();
    return all.computeIfPresent(
            key,
            (same, record) ->
                record.life().revokedAt() == null
                    ? ending(record, record.life().retiresAt(), at)
                    : record)
        != null;
  }

  @Override
  public List<CredentialRecord> all() {
    work();
    return all.values().stream()
        .sorted(
            Comparator.comparing((CredentialRecord record) -> record.slot().tenant())
                .thenComparing(record -> record.slot().provider())
                .thenComparing(record -> record.slot().name())
                .thenComparingInt(CredentialRecord::version))
        .toList();
  }

  private static CredentialRecord ending(
      CredentialRecord record, @Nullable Instant retiresAt, @Nullable Instant revokedAt) {
    var life = record.life();
    return new CredentialRecord(
        record.slot(),
        record.version(),
        record.host(),
        record.sealed(),
        record.fingerprint(),
        new Life(life.createdAt(), life.createdBy(), retiresAt, revokedAt));
  }

  private void work() {
    if (failing) {
      throw Fault.of(Code.RECORD_UNAVAILABLE, "the store fails on cue").stop();
    }
  }
}
