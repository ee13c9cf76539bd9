package io.sluice.model;

import java.util.List;

/**
 * Texts to be turned into vectors.
 *
 * @param inputs the texts, of all the segments those that become vectors; empty where tokens are
 *     given
 * @param dimensions 0: the model's own
 * @param base64 whether the caller wants base64 little-endian floats instead of numbers
 */
public record Embedding(
    Traits traits,
    List<Segment> segments,
    List<Segment> inputs,
    int dimensions,
    boolean base64,
    List<Extra> extras)
    implements Request {
  public Embedding {
    segments = List.copyOf(segments);
    inputs = List.copyOf(inputs);
    extras = List.copyOf(extras);
  }
}
