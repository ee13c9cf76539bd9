package io.sluice.sim;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Bedrock's HTTP interface for conversations.
 *
 * <p>Source: Amazon Bedrock Runtime API reference, Converse, ConverseStream, Common errors.
 */
final class ConverseApi implements Api {
  private static final String PREFIX = "/model/";
  private static final String WHOLE = "/converse";
  private static final String STREAM = "/converse-stream";

  private final List<String> models;

  ConverseApi(List<String> models) {
    this.models = models;
  }

  /** The model that a path of this interface names; nothing for any other path. */
  static String model(String path) {
    String end = path.endsWith(STREAM) ? STREAM : WHOLE;
    boolean ours = path.startsWith(PREFIX) && path.endsWith(end);
    return ours && path.length() > PREFIX.length() + end.length()
        ? URLDecoder.decode(
            path.substring(PREFIX.length(), path.length() - end.length()), StandardCharsets.UTF_8)
        : "";
  }

  @Override
  public Answer answer(Visit visit) throws ApiError {
    Call call = visit.call();
    String model = model(call.path());
    if (!call.method().equals("POST") || model.isEmpty()) {
      throw ApiError.about("", "UnknownOperationException", 404, "");
    }
    if (!call.json().isObject()) {
      throw ApiError.about("", "SerializationException", 400, "Unexpected token in the body");
    }
    if (!models.isEmpty() && !models.contains(model)) {
      throw ApiError.of(400, "The provided model identifier is invalid.");
    }
    Reply reply = Replies.to(ConverseRequest.read(model, call.json()), visit);
    var writer = new ConverseWriter(visit, reply);
    if (!call.path().endsWith(STREAM)) {
      return Answer.Whole.json(200, headers(visit), writer.whole()).taking(reply.usage().output());
    }
    String words = Json.string(Json.object("message", "Too many requests, please wait"));
    return new Answer.Events(
        headers(visit),
        writer.stream(),
        new StreamEvent("!throttlingException", words, 0),
        Answer.Coding.AWS);
  }

  private static List<Header> headers(Visit visit) {
    String id = visit.ids().hex("", 32);
    String dashed =
        String.join(
            "-",
            id.substring(0, 8),
            id.substring(8, 12),
            id.substring(12, 16),
            id.substring(16, 20),
            id.substring(20));
    return List.of(new Header("x-amzn-RequestId", dashed));
  }

  @Override
  public Answer error(Visit visit, ApiError error) {
    String message = error.message().isEmpty() ? usual(error.status()) : error.message();
    if (visit.faults().has(Fault.Quirk.ECHO_CREDENTIAL)) {
      message += " (key: %s)".formatted(visit.call().credential().orElse("none"));
    }
    var headers = new ArrayList<>(headers(visit));
    String type = error.code().orElseGet(() -> type(error.status()));
    headers.add(
        new Header(
            "x-amzn-ErrorType",
            type + ":http://internal.amazon.com/coral/com.amazon.coral.service/"));
    return Answer.Whole.json(error.status(), headers, Json.object("message", message));
  }

  private static String type(int status) {
    return switch (status) {
      case 401, 403 -> "AccessDeniedException";
      case 404 -> "ResourceNotFoundException";
      case 408 -> "ModelTimeoutException";
      case 424 -> "ModelErrorException";
      case 429 -> "ThrottlingException";
      case 503 -> "ServiceUnavailableException";
      default -> status >= 500 ? "InternalServerException" : "ValidationException";
    };
  }

  private static String usual(int status) {
    return switch (status) {
      case 401, 403 -> "You don't have access to the model with the specified model ID.";
      case 404 -> "The requested resource could not be found.";
      case 408 -> "Model has timed out in processing the request.";
      case 424 -> "The request failed due to an error while processing the model.";
      case 429 -> "Too many requests, please wait before trying again.";
      case 503 -> "Bedrock is unable to process your request.";
      default ->
          status >= 500
              ? "The system encountered an unexpected error during processing."
              : "The input is not valid.";
    };
  }

  @Override
  public ApiError unauthenticated(Visit visit) {
    return ApiError.about(
        "",
        "UnrecognizedClientException",
        403,
        "The security token included in the request is invalid.");
  }
}
