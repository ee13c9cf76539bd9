package io.sluice.identity;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A key store that fails on cue. */
class MemoryKeyStore implements KeyStore {
  /** Listens to nothing. */
  static final KeyWatch NOBODY =
      new KeyWatch() {
        @Override
        public void added(KeyRecord key) {}

        @Override
        public void revoked(String id) {}
      };

  private final Map<String, KeyRecord> keys = new LinkedHashMap<>();
  private boolean failing;

  void fail(boolean now) {
    failing = now;
  }

  @Override
  public void add(KeyRecord key) {
    work();
    if (keys.putIfAbsent(key.id(), key) != null) {
      throw Fault.of(Code.CONFLICT, "taken").stop();
    }
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
    return new ArrayList<>(keys.values()).reversed().stream().limit(limit).toList();
  }

  private void work() {
    if (failing) {
      throw Fault.of(Code.RECORD_UNAVAILABLE, "the store fails on cue").stop();
    }
  }
}
