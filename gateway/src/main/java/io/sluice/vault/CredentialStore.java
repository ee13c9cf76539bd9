package io.sluice.vault;

import java.time.Instant;
import java.util.List;

/**
 * Where sealed credentials are kept. Everything is durable when a method returns. A store that
 * cannot do its work stops the caller with {@code record_unavailable}, a full one with {@code
 * overloaded}.
 */
public interface CredentialStore {
  /**
   * Adds a version and, in the same step, lets all earlier ones of its slot that are neither
   * retiring sooner nor revoked retire at {@code othersRetireAt}. {@code conflict} if the slot has
   * that version.
   */
  void add(CredentialRecord credential, Instant othersRetireAt);

  /**
   * Marks a version as revoked; one that is revoked already keeps its first moment.
   *
   * @return false if there is no such version
   */
  boolean revoke(CredentialRecord.Key key, Instant at);

  /** All versions there ever were, by slot, oldest first. */
  List<CredentialRecord> all();
}
