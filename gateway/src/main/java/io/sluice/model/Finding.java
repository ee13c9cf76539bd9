package io.sluice.model;

/**
 * A detector saw something in a segment.
 *
 * @param type such as {@code email}, {@code card}, {@code iban}, {@code credential}
 * @param span character range in the segment's text
 */
public record Finding(String type, Span span) {}
