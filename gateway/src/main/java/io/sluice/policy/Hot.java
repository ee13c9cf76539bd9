package io.sluice.policy;

import io.sluice.model.Facts;
import io.sluice.model.Target;

/** A question that was asked before: an example of what will be asked again. */
public record Hot(Facts facts, Target target) {}
