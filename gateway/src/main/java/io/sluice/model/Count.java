package io.sluice.model;

import java.util.List;

/** A conversation whose tokens are to be counted, not answered. */
public record Count(Traits traits, Prompt prompt) implements Request {
  @Override
  public List<Segment> segments() {
    return prompt.segments();
  }
}
