package io.sluice.audit;

/**
 * One line of a provider's own account of usage.
 *
 * @param requestId the provider's id of one request; empty: the line sums several
 * @param day in UTC, such as 2026-11-26
 * @param model the provider's name of it; empty: not said
 * @param requests how many; -1: not said
 * @param input tokens, cached ones included; -1: not said
 * @param output tokens; -1: not said
 * @param micros cost in micro-dollars; -1: not said
 */
public record UsageLine(
    String requestId,
    String day,
    String model,
    long requests,
    long input,
    long output,
    long micros) {}
