package io.sluice.model;

/**
 * Where a stretch of content was seen before. For explanation and audit only: no decision reads it,
 * and no caller is shown one of another application.
 *
 * @param exchange the exchange it came in with or went out with; empty for registered content
 * @param segment which piece of that exchange, such as {@code tool_result:2} or {@code answer}; the
 *     name of the registration for registered content
 */
public record Origin(String exchange, String segment) {}
