package io.sluice.sim;

import io.sluice.identity.KeyRecord;
import io.sluice.identity.KeyStore;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.vault.CredentialRecord;
import io.sluice.vault.CredentialStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The state database: it survives every crash, and is down when it is told to. */
final class SimulatedStores implements KeyStore {
  private final Map<String, KeyRecord> keys = new LinkedHashMap<>();
  private final Baton baton;
  private boolean down;

  SimulatedStores(Baton baton) {
    this.baton = baton;
  }

  void down(boolean now) {
    down = now;
  }

  boolean down() {
    return down;
  }

  private void work() {
    baton.pass();
    if (down) {
      throw Fault.of(Code.RECORD_UNAVAILABLE, "the store is down").stop();
    }
  }

  @Override
  public void add(KeyRecord key) {
    work();
    keys.put(key.id(), key);
  }

  @Override
  public boolean revoke(String id, Instant at) {
    work();
    return keys.computeIfPresent(id, (same, key) -> key.revoked(at)) != null;
  }

  @Override
  public List<KeyRecord> live(Instant now) {
    work();
    return keys.values().stream().filter(key -> key.state(now) == KeyRecord.State.LIVE).toList();
  }

  @Override
  public int countLive(Instant now) {
    return live(now).size();
  }

  @Override
  public List<KeyRecord> newest(int limit) {
    work();
    return List.copyOf(keys.values()).reversed().stream().limit(limit).toList();
  }

  /** Provider credentials come from the environment here; none are stored. */
  static final CredentialStore NO_CREDENTIALS =
      new CredentialStore() {
        @Override
        public void add(CredentialRecord credential, Instant othersRetireAt) {
          throw new IllegalStateException("nobody stores credentials here");
        }

        @Override
        public boolean revoke(CredentialRecord.Key key, Instant at) {
          return false;
        }

        @Override
        public List<CredentialRecord> all() {
          return List.of();
        }
      };
}
