package io.sluice.model;

import java.util.List;

/**
 * What the asked name stands for.
 *
 * @param pinned true when a model was named: it is never replaced
 * @param readers who reads what is asked of it, besides whoever asks: names as in {@link Readers}
 */
public record Target(
    String name, boolean pinned, List<Candidate> candidates, List<String> readers) {
  /** One that only whoever asks reads. */
  public Target(String name, boolean pinned, List<Candidate> candidates) {
    this(name, pinned, candidates, List.of());
  }

  public Target {
    candidates = List.copyOf(candidates);
    readers = List.copyOf(readers);
  }
}
