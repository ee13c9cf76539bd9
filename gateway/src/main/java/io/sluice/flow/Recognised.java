package io.sluice.flow;

import io.sluice.model.Label;
import io.sluice.model.Stretch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a text.
 *
 * @param whole the label of this very text, if it was learned as a whole; else null
 * @param stretches what of it is known, in order, apart
 */
public record Recognised(@Nullable Label whole, List<Stretch> stretches) {
  /** Nothing. */
  public static final Recognised NOTHING = new Recognised(null, List.of());

  public Recognised {
    stretches = List.copyOf(stretches);
  }

  /** True if there is nothing to learn of it that {@code label} says. */
  public boolean covers(Label label) {
    return whole != null && label.flowsTo(whole);
  }
}
