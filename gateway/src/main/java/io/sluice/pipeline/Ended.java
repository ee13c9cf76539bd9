package io.sluice.pipeline;

import io.sluice.audit.Closing.Carried;
import io.sluice.audit.Closing.Handled;
import io.sluice.audit.Closing.Release;
import io.sluice.audit.Kept;
import io.sluice.model.Loss;
import io.sluice.model.Money;
import io.sluice.route.ServedModels;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * How a carried answer ended, and what it came to.
 *
 * @param news what was new in what its provider said of who gave it; null: nothing
 */
record Ended(
    Answer answer,
    Delivery delivery,
    Passage.Report report,
    Money cost,
    ServedModels.@Nullable Difference news) {
  /** What was done to the content on its way. */
  Carried carried() {
    var losses = new ArrayList<Loss>(answer.losses());
    losses.addAll(report.losses());
    Gate gate = answer.passage().gate();
    return new Carried(
        release(),
        delivery.bytes(),
        gate.scans(),
        losses,
        new Handled(gate.masked(), gate.acts().all()),
        gate.said(),
        Kept.NOTHING);
  }

  /** True if policy stopped the answer before anything of it was said. */
  boolean unsaid() {
    return delivery.end() == Delivery.End.CUT && !answer.committed();
  }

  private Release release() {
    return switch (delivery.end()) {
      case COMPLETE -> answer.passage().gate().redacted() ? Release.REDACTED : Release.FULL;
      case CUT -> unsaid() ? Release.BLOCKED : Release.CUT;
      case BROKEN, ABANDONED -> Release.CUT;
    };
  }
}
