package io.sluice.pipeline;

import io.sluice.identity.KeyRecord;
import io.sluice.identity.KeyWatch;
import io.sluice.model.Lifeline;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The exchanges under way by principal, so that a revoked key ends what runs under it. */
public final class Underway implements KeyWatch {
  private final ConcurrentHashMap<String, Set<Lifeline>> byPrincipal = new ConcurrentHashMap<>();

  @Override
  public void added(KeyRecord key) {}

  @Override
  public void revoked(String id) {
    byPrincipal.getOrDefault(id, Set.of()).forEach(line -> line.trip(Lifeline.Reason.REVOKED));
  }

  /** One exchange under way; closed when it is over. */
  interface Presence extends AutoCloseable {
    @Override
    void close();
  }

  /** Counts an exchange in. */
  Presence enter(String principal, Lifeline lifeline) {
    byPrincipal.compute(
        principal,
        (_, lines) -> {
          Set<Lifeline> all = lines == null ? ConcurrentHashMap.newKeySet() : lines;
          all.add(lifeline);
          return all;
        });
    return () -> leave(principal, lifeline);
  }

  /** Principals with an exchange under way. */
  int principals() {
    return byPrincipal.size();
  }

  private void leave(String principal, Lifeline lifeline) {
    byPrincipal.computeIfPresent(
        principal,
        (_, lines) -> {
          lines.remove(lifeline);
          return lines.isEmpty() ? null : lines;
        });
  }
}
