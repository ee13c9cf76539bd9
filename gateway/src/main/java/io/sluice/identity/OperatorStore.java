package io.sluice.identity;

import java.time.Instant;
import java.util.List;

/**
 * Where operators are kept. Everything is durable when a method returns. A store that cannot do its
 * work stops the caller with {@code record_unavailable}, a full one with {@code overloaded}.
 */
public interface OperatorStore {
  /** Adds an operator; {@code conflict} if the id, or the name of a live one, is taken. */
  void add(OperatorRecord operator);

  /**
   * Marks the live operator of that name as revoked at {@code at}.
   *
   * @return false if there is no live operator of that name
   */
  boolean revoke(String name, Instant at);

  /** All operators there ever were, revoked ones included, oldest first. */
  List<OperatorRecord> all();
}
