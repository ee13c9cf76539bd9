package io.sluice.audit;

/**
 * How a request came in.
 *
 * @param bodyBytes size of its body
 * @param trace the caller's trace id; empty where it gave none
 */
public record Arrival(long bodyBytes, String trace) {}
