package io.sluice.pipeline;

import io.sluice.audit.Scans;
import io.sluice.model.Findings;
import io.sluice.model.Loss;
import io.sluice.model.Provenance;
import java.util.List;

/**
 * What was seen in a request, and where its parts come from.
 *
 * @param withheld what was taken out of it before anything else saw it
 * @param asked classifiers that were asked what they make of it
 */
record Inspection(
    Findings findings, Provenance provenance, List<Loss> withheld, List<Scans.Asked> asked) {
  /** Where nobody was asked. */
  Inspection(Findings findings, Provenance provenance, List<Loss> withheld) {
    this(findings, provenance, withheld, List.of());
  }

  /** The same with what classifiers made of it. */
  Inspection with(Findings judged, List<Scans.Asked> who) {
    return new Inspection(judged, provenance, withheld, who);
  }
}
