package io.sluice.pipeline;

import io.sluice.model.ExchangeId;

/** Whether an exchange is in a share of the traffic: told from its id, so that it can be retold. */
final class Shares {
  private static final int PARTS = 10_000;

  private Shares() {}

  /** True for about {@code percent} of all ids, others for each {@code of}. */
  static boolean drawn(ExchangeId id, String of, double percent) {
    long hash = of.hashCode();
    for (int i = 0; i < id.value().length(); i++) {
      hash = (hash ^ id.value().charAt(i)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return Math.floorMod(hash, (long) PARTS) < percent * PARTS / 100;
  }
}
