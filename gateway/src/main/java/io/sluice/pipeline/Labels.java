package io.sluice.pipeline;

import io.sluice.flow.FlowSettings;
import io.sluice.flow.Labeller;
import io.sluice.flow.Masks;
import io.sluice.registry.RouteSetting;

/**
 * How content is labelled and masked under one snapshot.
 *
 * @param mode of routes that set none
 */
public record Labels(
    FlowSettings settings, Labeller labeller, Masks masks, RouteSetting.Flow mode) {}
