package io.sluice.model;

import java.util.List;

/**
 * What is known of one segment.
 *
 * @param own the label of what is not recognised in it: what its source makes it
 * @param stretches what was recognised, in order, not overlapping
 */
public record Traced(Label own, List<Stretch> stretches) {
  public Traced {
    stretches = List.copyOf(stretches);
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
