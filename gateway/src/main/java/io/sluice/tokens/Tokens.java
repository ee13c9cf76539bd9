package io.sluice.tokens;

/**
 * How many tokens a request has.
 *
 * @param exact true if they were counted with the model's own tokenizer; else they are estimated
 */
public record Tokens(long count, boolean exact) {}
