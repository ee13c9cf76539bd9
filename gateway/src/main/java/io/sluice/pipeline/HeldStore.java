package io.sluice.pipeline;

import io.sluice.model.Bytes;
import java.time.Instant;
import java.util.Optional;

/** Where sealed answers are kept. Implemented by stores. */
public interface HeldStore {
  /** Whose answer it is, and its id. */
  record Name(String tenant, String principal, String id) {}

  /**
   * Keeps an answer, in place of an older one of that name; drops what is past its time, and the
   * oldest as long as all together have more than {@code mostBytes}.
   */
  void put(Name name, Bytes sealed, Instant until, Limits limits);

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
}
