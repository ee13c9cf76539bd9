package io.sluice.pipeline;

import io.sluice.model.Headers;

/** Status and headers of an answer to the caller; framing headers are the server's to add. */
public record Head(int status, Headers headers, boolean stream) {}
