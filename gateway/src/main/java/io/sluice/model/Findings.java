package io.sluice.model;

import java.util.List;

/**
 * What the detectors saw in a request.
 *
 * @param bySegment one list per segment, in the order of {@link Request#segments()}
 * @param notScanned detectors that did not run, by name
 */
public record Findings(List<List<Finding>> bySegment, List<String> notScanned) {
  /** Nothing looked at, nothing seen. */
  public static final Findings NONE = new Findings(List.of(), List.of());

  public Findings {
    bySegment = List.copyOf(bySegment);
    notScanned = List.copyOf(notScanned);
  }
}
