package io.sluice.model;

import java.util.List;

/**
 * What is known of one segment.
 *
 * @param own the label of what is not recognised in it: what its source makes it
 * @param stretches what was recognised, in order, not overlapping
 */
public record Traced(Label own, List<Stretch> stretches) {
  /** Where a stretch is from that could not be read to its end: nobody knows. */
  public static final String NOT_READ = "not_read";

  public Traced {
    stretches = List.copyOf(stretches);
  }

  /** True if some of it could not be read. */
  public boolean unread() {
    return stretches.stream()
        .flatMap(stretch -> stretch.origins().stream())
        .anyMatch(origin -> origin.segment().equals(NOT_READ));
  }

  /** The label of the segment as a whole. */
  public Label label() {
    var label = own;
    for (Stretch stretch : stretches) {
      label = label.join(stretch.label());
    }
    return label;
  }
}
