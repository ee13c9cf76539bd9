package io.sluice.wire.openairesponses;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Fault;
import io.sluice.wire.ErrorAnswer;

/** Reads the error of a response or an error event: a code and a message, without a status. */
final class Failure {
  private Failure() {}

  /** The word for a fault that a response failed with. */
  static String code(Fault fault) {
    return switch (fault.code()) {
      case UPSTREAM_RATE_LIMITED, UPSTREAM_RAMP, RATE_LIMITED -> "rate_limit_exceeded";
      case UPSTREAM_QUOTA -> "insufficient_quota";
      case CONTEXT_LENGTH -> "context_length_exceeded";
      case CONTENT_FILTER, UPSTREAM_INVALID -> "invalid_prompt";
      default -> "server_error";
    };
  }

  /** The fault it is; {@code error} holds {@code code} and {@code message}. */
  static Fault of(Json error) {
    String code = error.text("code", "");
    String type = error.text("type", "");
    boolean request =
        code.startsWith("invalid_")
            || code.startsWith("unsupported_")
            || code.contains("image")
            || code.contains("context_length");
    var json = new JsonWriter(256).object().name("error").object();
    json.field("message", error.text("message", error.string().orElse("")));
    json.field("code", code);
    json.field("type", request ? "invalid_request_error" : type.equals("error") ? "" : type);
    long status = error.integer("status", 0);
    if (status > 0) {
      json.field("status", status);
    }
    return ErrorAnswer.inStream(json.endObject().endObject().done());
  }
}
