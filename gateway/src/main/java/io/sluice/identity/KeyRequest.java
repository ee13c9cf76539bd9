package io.sluice.identity;

import io.sluice.model.Principal.Affiliation;
import io.sluice.model.Principal.Allowance;
import io.sluice.model.Principal.Grants;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks a new caller key to be. Bounds are checked when the key is made.
 *
 * @param name 1 to 100 characters, for people; need not be unique
 * @param tenant 1 to 64 of {@code a-z A-Z 0-9 . - _}
 * @param ttl how long it lives; null: the configured default
 */
public record KeyRequest(
    String name,
    String tenant,
    Affiliation affiliation,
    Grants grants,
    Allowance allowance,
    @Nullable Duration ttl) {}
