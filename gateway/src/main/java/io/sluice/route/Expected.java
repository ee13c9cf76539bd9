package io.sluice.route;

/**
 * What is expected of one candidate at one task.
 *
 * @param quality the share of answers that are good, in (0, 1)
 * @param outputTokens of an answer
 * @param evidence scored answers of this tenant that it rests on; 0: the shipped table alone
 */
public record Expected(double quality, double outputTokens, double evidence) {}
