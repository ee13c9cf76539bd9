package io.sluice.model;

import java.util.List;

/**
 * What the asked name stands for.
 *
 * @param pinned true when a model was named: it is never replaced
 */
public record Target(String name, boolean pinned, List<Candidate> candidates) {
  public Target {
    candidates = List.copyOf(candidates);
  }
}
