package io.sluice.model;

import java.util.List;

/**
 * Texts to be turned into vectors.
 *
 * @param dimensions 0: the model's own
 * @param base64 whether the caller wants base64 little-endian floats instead of numbers
 */
public record Embedding(
    Traits traits, List<Segment> segments, int dimensions, boolean base64, List<Extra> extras)
    implements Request {
  public Embedding {
    segments = List.copyOf(segments);
    extras = List.copyOf(extras);
  }
}
