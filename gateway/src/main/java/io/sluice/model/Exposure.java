package io.sluice.model;

import java.util.List;

/**
 * The label of a request and what it is made of, so that policy can tell what masking would leave.
 *
 * @param base what sources other than detectors say: principal, route, the caller's own header
 * @param found what detectors saw, one per type, sorted by type; a type with no finding could not
 *     be looked for to the end
 */
public record Exposure(Label base, List<Found> found) {
  /** One type of finding, the label it means, and how often it was seen. */
  public record Found(String type, Label label, int count) {}

  public Exposure {
    found = List.copyOf(found);
  }

  /** The label of the content as it is. */
  public Label label() {
    var label = base;
    for (Found one : found) {
      label = label.join(one.label());
    }
    return label;
  }

  /** The label that remains once every finding of one of these categories or types is masked. */
  public Label masking(Categories masked) {
    var label = base;
    for (Found one : found) {
      if (!masked.contains(one.type()) && !one.label().categories().meets(masked)) {
        label = label.join(one.label());
      }
    }
    return label;
  }
}
