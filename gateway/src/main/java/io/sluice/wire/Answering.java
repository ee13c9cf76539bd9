package io.sluice.wire;

import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Request;

/**
 * What a writer must know of the answer it writes.
 *
 * @param request what was asked, as this writer's own codec read it
 * @param model what to call the model where the provider did not say
 * @param usageHidden true if a frame that holds nothing but usage is dropped
 * @param body the caller's own bytes, for formats whose answers repeat the request
 */
public record Answering(
    ExchangeId exchange,
    Request request,
    String model,
    boolean stream,
    boolean usageHidden,
    Bytes body) {}
