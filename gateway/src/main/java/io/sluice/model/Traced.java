package io.sluice.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is known of one segment.
 *
 * @param own the label of what is nobody else's in it: what its source makes it
 * @param marked what operators, or its source, say is somebody else's, in order, not overlapping
 * @param stretches what was recognised, in order, not overlapping
 * @param said whether it is an answer that the gateway gave, word for word: what it is worth was
 *     settled then
 */
public record Traced(Label own, List<Stretch> marked, List<Stretch> stretches, boolean said) {
  /** Where a stretch is from that could not be read to its end: nobody knows. */
  public static final String NOT_READ = "not_read";

  public Traced {
    marked = List.copyOf(marked);
    stretches = List.copyOf(stretches);
  }

  /** True if some of it could not be read. */
  public boolean unread() {
    return stretches.stream()
        .flatMap(stretch -> stretch.origins().stream())
        .anyMatch(origin -> origin.segment().equals(NOT_READ));
  }

  /** All that is somebody else's, by where it begins; two may lie over each other. */
  public List<Stretch> foreign() {
    if (marked.isEmpty()) {
      return stretches;
    }
    var all = new ArrayList<>(marked);
    all.addAll(stretches);
    all.sort(Comparator.comparingInt(stretch -> stretch.span().start()));
    return all;
  }

  /** The label of the segment as a whole. */
  public Label label() {
    var label = own;
    for (Stretch stretch : marked) {
      label = label.join(stretch.label());
    }
    for (Stretch stretch : stretches) {
      label = label.join(stretch.label());
    }
    return label;
  }
}
