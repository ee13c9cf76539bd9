package io.sluice.wire;

import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;

/**
 * A request as it came.
 *
 * @param path the path without the query
 * @param query without the question mark; credentials in it were taken out
 */
public record Incoming(String path, String query, Headers headers, Bytes body, JsonLimits limits) {}
