package io.sluice.wire.openaichat;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.wire.ErrorAnswer;
import io.sluice.wire.StopNote;

/** Error bodies of the OpenAI family. */
public final class Errors {
  private Errors() {}

  /** The class of a provider's error answer. */
  public static Fault read(int status, Headers headers, Bytes body) {
    return ErrorAnswer.read(status, headers, body);
  }

  /** The body of a refusal. */
  public static Bytes refusal(Fault fault, ExchangeId exchange) {
    return write(new JsonWriter(256).object(), fault, exchange).endObject().done();
  }

  static JsonWriter write(JsonWriter json, Fault fault, ExchangeId exchange) {
    json.name("error").object().field("message", fault.message()).field("type", type(fault));
    json.name("param").nothing().field("code", fault.code().word());
    return StopNote.write(json, fault, exchange).endObject();
  }

  private static String type(Fault fault) {
    if (fault.code() == Code.BUDGET_EXCEEDED || fault.code() == Code.UPSTREAM_QUOTA) {
      return "insufficient_quota";
    }
    return switch (fault.status()) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 429 -> "rate_limit_error";
      default -> fault.status() >= 500 ? "server_error" : "invalid_request_error";
    };
  }
}
