package io.sluice.flow;

import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Origin;
import io.sluice.model.Span;
import io.sluice.model.Stretch;
import io.sluice.model.Traced;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a text.
 *
 * @param whole the label of this very text, if it was learned as a whole; else null
 * @param stretches what of it is known, in order, apart
 * @param read false if some of what it says in encodings was not looked at
 */
public record Recognised(@Nullable Label whole, List<Stretch> stretches, boolean read) {
  /** Nothing. */
  public static final Recognised NOTHING = new Recognised(null, List.of(), true);

  public Recognised {
    stretches = List.copyOf(stretches);
  }

  /**
   * What of {@code text} is known; where some of it could not be read, all of it counts as the
   * worst that it may be: untrusted content that comes back.
   *
   * @param worst how confidential such content may be
   */
  List<Stretch> stretches(String text, Level worst) {
    if (read) {
      return stretches;
    }
    var marks = new Marks();
    stretches.forEach(marks::add);
    var label = new Label(Integrity.UNTRUSTED, worst, Categories.NONE);
    var origin = List.of(new Origin("", Traced.NOT_READ));
    marks.add(new Stretch(new Span(0, text.length()), label, origin));
    return marks.apart();
  }

  /** True if there is nothing to learn of it that {@code label} says. */
  public boolean covers(Label label) {
    return whole != null && label.flowsTo(whole);
  }
}
