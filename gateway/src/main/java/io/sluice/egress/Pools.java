package io.sluice.egress;

import java.util.HashMap;
import java.util.Map;

/** The connections of one event loop, by where they go. Confined to the loop. */
final class Pools {
  private final Map<Origin, Pool> byOrigin = new HashMap<>();

  Pool of(Origin origin, EgressSettings settings) {
    return byOrigin.computeIfAbsent(origin, _ -> new Pool(settings));
  }
}
