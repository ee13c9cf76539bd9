package io.sluice.wire.anthropic;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.wire.StopNote;

/** Error bodies of the Anthropic family. */
final class Errors {
  private Errors() {}

  /** The body of a refusal, and the data of a stream's error event. */
  static JsonWriter write(Fault fault, ExchangeId exchange) {
    var json = new JsonWriter(256).object().field("type", "error").name("error").object();
    json.field("type", type(fault)).field("message", fault.message());
    StopNote.write(json, fault, exchange).endObject();
    return json.field("request_id", exchange.value()).endObject();
  }

  static Bytes refusal(Fault fault, ExchangeId exchange) {
    return write(fault, exchange).done();
  }

  private static String type(Fault fault) {
    if (fault.code() == Code.UPSTREAM_QUOTA) {
      return "billing_error";
    }
    return switch (fault.status()) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 408, 504 -> "timeout_error";
      case 429 -> "rate_limit_error";
      case 503, 529 -> "overloaded_error";
      default -> fault.status() >= 500 ? "api_error" : "invalid_request_error";
    };
  }
}
