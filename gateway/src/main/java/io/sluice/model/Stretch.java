package io.sluice.model;

import java.util.List;

/**
 * A stretch of a text that was recognised as content labelled before.
 *
 * @param span character range in the text
 * @param label what that content was labelled
 * @param origins where it was seen, at most {@link #MAX_ORIGINS}
 */
public record Stretch(Span span, Label label, List<Origin> origins) {
  /** How many origins are kept of one stretch. */
  public static final int MAX_ORIGINS = 8;

  public Stretch {
    origins = List.copyOf(origins);
  }
}
