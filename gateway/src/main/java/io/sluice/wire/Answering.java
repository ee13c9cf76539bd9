package io.sluice.wire;

import io.sluice.model.ExchangeId;
import io.sluice.model.Request;

/**
 * What a writer must know of the answer it writes.
 *
 * @param request what was asked, as this writer's own codec read it
 * @param model what to call the model where the provider did not say
 * @param usageHidden true if a frame that holds nothing but usage is dropped
 * @param query of the request, without credentials
 */
public record Answering(
    ExchangeId exchange,
    Request request,
    String model,
    boolean stream,
    boolean usageHidden,
    String query) {
  /** What a format is told that does not go by the query. */
  public Answering(
      ExchangeId exchange, Request request, String model, boolean stream, boolean usageHidden) {
    this(exchange, request, model, stream, usageHidden, "");
  }
}
