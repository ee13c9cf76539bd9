package io.sluice.audit;

import io.sluice.model.ExchangeId;
import io.sluice.model.Level;
import java.time.Instant;

/**
 * Whose content an exchange carries, and how it is classed.
 *
 * @param principal the credential's id
 * @param subject surrogate of the person the application named; empty where it named none
 * @param level of what was asked, which is the class that it is kept by
 */
public record Owner(
    ExchangeId exchange,
    String tenant,
    String principal,
    String subject,
    Level level,
    Instant at) {}
