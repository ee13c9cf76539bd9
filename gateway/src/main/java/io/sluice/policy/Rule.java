package io.sluice.policy;

import io.sluice.model.Categories;

/**
 * What is known of a rule beside its condition.
 *
 * @param permits whether it permits or forbids
 * @param mask categories that it lets be masked; empty unless it is about masking
 * @param hidden whether callers are not to know of it
 */
record Rule(
    String id, boolean permits, String owner, Wording reason, Categories mask, boolean hidden) {}
