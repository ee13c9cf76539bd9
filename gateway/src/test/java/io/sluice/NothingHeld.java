package io.sluice;

import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.pipeline.HeldStore;
import java.time.Instant;
import java.util.Optional;

/** Keeps no answer: for callers who never go on from one. */
final class NothingHeld implements HeldStore {
  @Override
  public void put(Name name, Sealed sealed, Limits limits) {}

  @Override
  public Optional<Bytes> get(Name name, Instant now) {
    return Optional.empty();
  }

  @Override
  public boolean erase(Name name) {
    return false;
  }

  @Override
  public int erase(ExchangeId exchange) {
    return 0;
  }
}
