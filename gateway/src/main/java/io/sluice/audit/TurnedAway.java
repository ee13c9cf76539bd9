package io.sluice.audit;

import io.sluice.model.ExchangeId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The latest exchanges that ended before they were read, which the record counts instead of
 * entering. Kept in memory only, so that whoever asks about one soon gets a plain answer. Bounded;
 * thread-safe.
 */
final class TurnedAway {
  private static final int MOST = 4_096;

  private final Map<ExchangeId, Refusal> latest =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ExchangeId, Refusal> eldest) {
          return size() > MOST;
        }
      };

  synchronized void add(Refusal refusal) {
    latest.put(refusal.exchange(), refusal);
  }

  synchronized Optional<Refusal> find(ExchangeId exchange) {
    return Optional.ofNullable(latest.get(exchange));
  }
}
