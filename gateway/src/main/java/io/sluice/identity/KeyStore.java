package io.sluice.identity;

import java.time.Instant;
import java.util.List;

/**
 * Where caller keys are kept. Everything is durable when a method returns. A store that cannot do
 * its work stops the caller with {@code record_unavailable}, a full one with {@code overloaded}.
 */
public interface KeyStore {
  /** Adds a key; {@code conflict} if its id is taken. */
  void add(KeyRecord key);

  /**
   * Marks a key as revoked at {@code at}; a key that is revoked already keeps its first moment.
   *
   * @return false if there is no such key
   */
  boolean revoke(String id, Instant at);

  /** The keys neither revoked nor expired at {@code now}, in no order. */
  List<KeyRecord> live(Instant now);

  /** How many {@link #live} would return. */
  int countLive(Instant now);

  /** The last {@code limit} keys that were made, whatever their state, newest first. */
  List<KeyRecord> newest(int limit);
}
