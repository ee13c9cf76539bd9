package io.sluice.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One try at one candidate.
 *
 * @param fault null when it succeeded
 * @param firstContent time from sending to the first content; null when none came
 * @param upstreamId the provider's own request id; empty where it gave none
 */
public record Attempt(
    Candidate.ModelRef model,
    @Nullable Fault fault,
    Duration took,
    @Nullable Duration firstContent,
    String upstreamId,
    Usage usage,
    Money cost) {}
