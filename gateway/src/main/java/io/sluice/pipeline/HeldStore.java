package io.sluice.pipeline;

import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import java.time.Instant;
import java.util.Optional;

/** Where sealed answers are kept. Implemented by stores. */
public interface HeldStore {
  /** Whose answer it is, and its id. */
  record Name(String tenant, String principal, String id) {}

  /**
   * An answer that is kept.
   *
   * @param exchange that gave it
   * @param until when it is dropped
   */
  record Sealed(ExchangeId exchange, Bytes bytes, Instant until) {}

  /**
   * Keeps an answer, in place of an older one of that name; drops what is past its time, and the
   * oldest as long as all together have more than {@code mostBytes}.
   */
  void put(Name name, Sealed sealed, Limits limits);

  /**
   * What bounds the store when something is put into it.
   *
   * @param now what ends before is dropped
   * @param mostBytes of all sealed answers together
   */
  record Limits(Instant now, long mostBytes) {}

  /** The sealed answer of exactly that tenant and principal, unless it is past its time. */
  Optional<Bytes> get(Name name, Instant now);

  /** Erases it; false if there is none. */
  boolean erase(Name name);

  /** Erases every answer that this exchange gave, so that no trace of it stays; how many. */
  int erase(ExchangeId exchange);
}
