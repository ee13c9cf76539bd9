package io.sluice.model;

import java.util.List;

/** What a caller asks, read from its wire format: a view over the original bytes. */
public sealed interface Request permits Prompt, Embedding, Count, Erasure {
  /** What policy may know of it. */
  Traits traits();

  /** Every piece of text in it, in the order of the body; to be inspected and labelled. */
  List<Segment> segments();
}
