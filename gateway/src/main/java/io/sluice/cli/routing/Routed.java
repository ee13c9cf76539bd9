package io.sluice.cli.routing;

/**
 * What the planner chose, prompt by prompt, at each setting of its weights.
 *
 * @param model by setting, then prompt
 * @param gain by prompt: how much better the strong model of the pair was expected to be
 */
@SuppressWarnings("ArrayRecordComponent") // tables of numbers, compared by nobody
record Routed(int[][] model, double[] gain) {}
