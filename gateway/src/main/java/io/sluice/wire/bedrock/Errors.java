package io.sluice.wire.bedrock;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.wire.ErrorAnswer;
import io.sluice.wire.StopNote;
import java.util.Locale;

/**
 * Errors of Bedrock: the class is a name in a header, or in a stream the type of an exception.
 *
 * <p>Source: Amazon Bedrock Runtime API reference, errors of Converse and ConverseStream.
 */
final class Errors {
  private static final String TYPE = "x-amzn-errortype";

  private Errors() {}

  /** The fault that an error answer is. */
  static Fault read(int status, Headers headers, Bytes body) {
    return ErrorAnswer.read(status(headers.first(TYPE, ""), status), headers, body);
  }

  /** The fault that an exception inside a stream is. */
  static Fault inStream(String exception, Bytes body) {
    return ErrorAnswer.read(status(exception, 500), Headers.NONE, body);
  }

  /**
   * The status that says the same as the name of an exception. A name may be followed by a colon
   * and an address, and begins with a small letter in streams.
   */
  private static int status(String exception, int otherwise) {
    int colon = exception.indexOf(':');
    String name = colon < 0 ? exception : exception.substring(0, colon);
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "validationexception" -> 400;
      case "servicequotaexceededexception" -> 402;
      case "accessdeniedexception",
          "unrecognizedclientexception",
          "invalidsignatureexception",
          "expiredtokenexception",
          "incompletesignatureexception",
          "missingauthenticationtokenexception" ->
          403;
      case "resourcenotfoundexception" -> 404;
      case "modeltimeoutexception" -> 408;
      case "modelerrorexception", "modelstreamerrorexception" -> 424;
      case "throttlingexception" -> 429;
      case "modelnotreadyexception", "serviceunavailableexception" -> 503;
      case "internalserverexception", "internalfailure" -> 500;
      default -> otherwise;
    };
  }

  /** The name under which the clients of this format know such a fault. */
  static String exception(Fault fault) {
    return switch (fault.code()) {
      case UPSTREAM_QUOTA, BUDGET_EXCEEDED -> "ServiceQuotaExceededException";
      case UPSTREAM_TRANSIENT, UPSTREAM_CREDENTIAL -> "InternalServerException";
      case STREAM_BROKEN -> "ModelErrorException";
      case CONFLICT -> "ConflictException";
      default ->
          switch (fault.status()) {
            case 401, 403 -> "AccessDeniedException";
            case 404 -> "ResourceNotFoundException";
            case 408, 504 -> "ModelTimeoutException";
            case 429 -> "ThrottlingException";
            case 503 -> "ServiceUnavailableException";
            default -> fault.status() < 500 ? "ValidationException" : "InternalServerException";
          };
    };
  }

  /** The same of those few that a stream may end with. */
  static String streamException(Fault fault) {
    return switch (exception(fault)) {
      case "ValidationException" -> "validationException";
      case "ThrottlingException", "ServiceQuotaExceededException" -> "throttlingException";
      case "ServiceUnavailableException" -> "serviceUnavailableException";
      case "ModelErrorException", "ModelTimeoutException" -> "modelStreamErrorException";
      default -> "internalServerException";
    };
  }

  /** The body of a refusal, and the payload of a stream's exception. */
  static Bytes refusal(Fault fault, ExchangeId exchange) {
    var json = new JsonWriter(256).object().field("message", fault.message());
    json.field("code", fault.code().word());
    return StopNote.write(json, fault, exchange).endObject().done();
  }
}
