package io.sluice.pipeline;

import io.sluice.model.Findings;
import io.sluice.model.Loss;
import io.sluice.model.Provenance;
import java.util.List;

/**
 * What was seen in a request, and where its parts come from.
 *
 * @param withheld what was taken out of it before anything else saw it
 */
record Inspection(Findings findings, Provenance provenance, List<Loss> withheld) {}
