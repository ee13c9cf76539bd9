package io.sluice.flow;

/** How often values of one category were masked toward the provider and put back in the answer. */
public record Tally(String category, int masked, int restored) {}
