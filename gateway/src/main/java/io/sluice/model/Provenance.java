package io.sluice.model;

import java.util.List;

/**
 * Where the content of a request comes from.
 *
 * @param bySegment one for each segment, in the order of {@link Request#segments()}
 * @param session what its session has seen, which counts where flows are enforced strictly
 */
public record Provenance(List<Traced> bySegment, Label session) {
  /** Nothing is known. */
  public static final Provenance NONE = new Provenance(List.of());

  /** In no session. */
  public Provenance(List<Traced> bySegment) {
    this(bySegment, Label.BOTTOM);
  }

  public Provenance {
    bySegment = List.copyOf(bySegment);
  }

  /** The same without what was recognised: what sources alone make of it. */
  public Provenance unrecognised() {
    return new Provenance(
        bySegment.stream()
            .map(traced -> new Traced(traced.own(), traced.marked(), List.of(), traced.said()))
            .toList());
  }

  /** True if segment {@code i} is an answer that the gateway gave, word for word. */
  public boolean said(int i) {
    return i < bySegment.size() && bySegment.get(i).said();
  }

  /** The same in no session. */
  public Provenance alone() {
    return session.equals(Label.BOTTOM) ? this : new Provenance(bySegment);
  }

  /** The label of all segments, and of what the session has seen. */
  public Label marked() {
    return context().join(session);
  }

  /** The context label: the join over all segments. */
  public Label context() {
    var label = Label.BOTTOM;
    for (Traced traced : bySegment) {
      label = label.join(traced.label());
    }
    return label;
  }
}
