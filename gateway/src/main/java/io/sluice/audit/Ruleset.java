package io.sluice.audit;

/**
 * The rules a decision was made under, by content hash.
 *
 * @param snapshot of everything in force: policy, routes, profiles, prices
 * @param policy of the policy bundle
 * @param schema of its schema
 */
public record Ruleset(String snapshot, String policy, String schema) {}
