package io.sluice.model;

import java.util.List;

/**
 * The wish that a provider forgets an answer that it keeps.
 *
 * @param id of the answer
 */
public record Erasure(Traits traits, String id) implements Request {
  @Override
  public List<Segment> segments() {
    return List.of();
  }
}
