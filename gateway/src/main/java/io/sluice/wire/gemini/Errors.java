package io.sluice.wire.gemini;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;

/**
 * Error bodies of the Gemini family: the class is the reason of an ErrorInfo.
 *
 * <p>Source: google.rpc.Status and its details ErrorInfo and RetryInfo.
 */
final class Errors {
  private static final String TYPES = "type.googleapis.com/google.rpc.";

  private Errors() {}

  /** The body of a refusal. */
  static Bytes refusal(Fault fault, ExchangeId exchange) {
    return write(new JsonWriter(384).object(), fault, exchange).endObject().done();
  }

  /** The member {@code error}. */
  static JsonWriter write(JsonWriter json, Fault fault, ExchangeId exchange) {
    json.name("error").object().field("code", fault.status()).field("message", fault.message());
    json.field("status", status(fault.status())).name("details").array();
    json.object().field("@type", TYPES + "ErrorInfo").field("reason", fault.code().word());
    json.field("domain", "sluice").name("metadata").object();
    json.field("exchange", exchange.value());
    if (!fault.approval().isEmpty()) {
      json.field("approval", fault.approval());
    }
    if (!fault.details().isEmpty()) {
      json.field("details", String.join(", ", fault.details()));
    }
    json.endObject().endObject();
    if (fault.retryAfter() != null) {
      long seconds = Math.max(1, fault.retryAfter().toSeconds());
      json.object().field("@type", TYPES + "RetryInfo").field("retryDelay", seconds + "s");
      json.endObject();
    }
    return json.endArray().endObject();
  }

  private static String status(int status) {
    return switch (status) {
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 405 -> "UNIMPLEMENTED";
      case 408, 504 -> "DEADLINE_EXCEEDED";
      case 409 -> "ABORTED";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 499 -> "CANCELLED";
      case 502, 503, 529 -> "UNAVAILABLE";
      default -> status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT";
    };
  }
}
