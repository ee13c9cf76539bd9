package io.sluice.pipeline;

import io.sluice.model.Findings;
import io.sluice.model.Provenance;

/** What was seen in a request, and where its parts come from. */
record Inspection(Findings findings, Provenance provenance) {}
