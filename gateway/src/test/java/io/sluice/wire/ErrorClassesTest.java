package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.wire.cohere.CohereChat;
import io.sluice.wire.openaichat.Dialects;
import io.sluice.wire.openaichat.OpenAiChat;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The classes of failures, as every provider words them by status and body, and as every front door
 * tells them. How a stream breaks off is in the cases {@code broken-off} and {@code
 * error-in-stream} of each format.
 */
class ErrorClassesTest {
  private static final List<String> FAILURES =
      """
      openai | 429 | UPSTREAM_RATE_LIMITED | {"error":{"message":"Rate limit reached for gpt-5","type":"requests","code":"rate_limit_exceeded"}}
      openai | 503 | UPSTREAM_RAMP | {"error":{"message":"Slow down","type":"server_error","code":"slow_down"}}
      openai | 503 | UPSTREAM_OVERLOADED | {"error":{"message":"The engine is currently overloaded, please try again later","type":"server_error"}}
      openai | 429 | UPSTREAM_QUOTA | {"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}
      openai | 500 | UPSTREAM_TRANSIENT | {"error":{"message":"The server had an error","type":"server_error"}}
      openai | 400 | CONTEXT_LENGTH | {"error":{"message":"Your input exceeds the context window of this model","code":"context_length_exceeded"}}
      openai | 400 | CONTENT_FILTER | {"error":{"message":"Rejected by the safety system","code":"content_policy_violation"}}
      openai | 401 | UPSTREAM_CREDENTIAL | {"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}
      openai | 404 | UPSTREAM_NOT_FOUND | {"error":{"message":"The model does not exist","code":"model_not_found"}}
      openai | 400 | UPSTREAM_INVALID | {"error":{"message":"Unsupported value","code":"unsupported_value","param":"temperature"}}
      azure | 429 | UPSTREAM_RATE_LIMITED | {"error":{"code":"429","message":"Requests have exceeded the token rate limit. Please retry after 6 seconds."}}
      azure | 503 | UPSTREAM_OVERLOADED | {"error":{"code":"ServiceUnavailable","message":"The service is temporarily unable to process your request"}}
      azure | 403 | UPSTREAM_QUOTA | {"error":{"code":"403","message":"Out of call volume quota. Quota will be replenished in 2 days."}}
      azure | 500 | UPSTREAM_TRANSIENT | {"error":{"code":"InternalServerError","message":"Backend call failure"}}
      azure | 400 | CONTEXT_LENGTH | {"error":{"message":"This model's maximum context length is 8192 tokens","code":"context_length_exceeded"}}
      azure | 400 | CONTENT_FILTER | {"error":{"message":"The response was filtered","code":"content_filter","innererror":{"code":"ResponsibleAIPolicyViolation"}}}
      azure | 401 | UPSTREAM_CREDENTIAL | {"error":{"code":"401","message":"Access denied due to invalid subscription key"}}
      azure | 404 | UPSTREAM_NOT_FOUND | {"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist"}}
      azure | 400 | UPSTREAM_INVALID | {"error":{"code":"BadRequest","message":"Invalid value"}}
      anthropic | 429 | UPSTREAM_RATE_LIMITED | {"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed the rate limit for your organization"}}
      anthropic | 429 | UPSTREAM_RAMP | {"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your organization's maximum usage increase rate. Please scale up more gradually."}}
      anthropic | 529 | UPSTREAM_OVERLOADED | {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}
      anthropic | 400 | UPSTREAM_QUOTA | {"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low"}}
      anthropic | 500 | UPSTREAM_TRANSIENT | {"type":"error","error":{"type":"api_error","message":"Internal server error"}}
      anthropic | 400 | CONTEXT_LENGTH | {"type":"error","error":{"type":"invalid_request_error","message":"input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000"}}
      anthropic | 400 | CONTENT_FILTER | {"type":"error","error":{"type":"invalid_request_error","message":"Output blocked by content filtering policy"}}
      anthropic | 401 | UPSTREAM_CREDENTIAL | {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}
      anthropic | 404 | UPSTREAM_NOT_FOUND | {"type":"error","error":{"type":"not_found_error","message":"model: nowhere"}}
      anthropic | 413 | UPSTREAM_INVALID | {"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}
      gemini | 429 | UPSTREAM_RATE_LIMITED | {"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details","status":"RESOURCE_EXHAUSTED"}}
      gemini | 503 | UPSTREAM_OVERLOADED | {"error":{"code":503,"message":"The model is overloaded. Please try again later.","status":"UNAVAILABLE"}}
      gemini | 403 | UPSTREAM_QUOTA | {"error":{"code":403,"message":"This API method requires billing to be enabled","status":"PERMISSION_DENIED"}}
      gemini | 500 | UPSTREAM_TRANSIENT | {"error":{"code":500,"message":"An internal error has occurred","status":"INTERNAL"}}
      gemini | 400 | CONTEXT_LENGTH | {"error":{"code":400,"message":"The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}
      gemini | 400 | UPSTREAM_CREDENTIAL | {"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}
      gemini | 404 | UPSTREAM_NOT_FOUND | {"error":{"code":404,"message":"models/nowhere is not found for API version v1beta","status":"NOT_FOUND"}}
      gemini | 400 | UPSTREAM_INVALID | {"error":{"code":400,"message":"Invalid JSON payload received","status":"INVALID_ARGUMENT"}}
      bedrock | 429 | UPSTREAM_RATE_LIMITED | {"__type":"ThrottlingException","message":"Too many requests, please wait before trying again."}
      bedrock | 503 | UPSTREAM_OVERLOADED | {"__type":"ServiceUnavailableException","message":"The service is not available"}
      bedrock | 400 | UPSTREAM_QUOTA | {"__type":"ServiceQuotaExceededException","message":"You have reached a service limit"}
      bedrock | 500 | UPSTREAM_TRANSIENT | {"__type":"InternalServerException","message":"The system encountered an unexpected error"}
      bedrock | 400 | CONTEXT_LENGTH | {"__type":"ValidationException","message":"Input is too long for requested model."}
      bedrock | 403 | UPSTREAM_CREDENTIAL | {"__type":"AccessDeniedException","message":"You don't have access to the model"}
      bedrock | 404 | UPSTREAM_NOT_FOUND | {"__type":"ResourceNotFoundException","message":"Could not resolve the foundation model"}
      bedrock | 400 | UPSTREAM_INVALID | {"__type":"ValidationException","message":"The provided model identifier is invalid."}
      mistral | 429 | UPSTREAM_RATE_LIMITED | {"object":"error","message":"Service tier capacity exceeded for this model.","type":"service_tier_capacity_exceeded","code":"3505"}
      mistral | 503 | UPSTREAM_OVERLOADED | {"object":"error","message":"Service unavailable","type":"unavailable"}
      mistral | 402 | UPSTREAM_QUOTA | {"detail":"Payment required"}
      mistral | 500 | UPSTREAM_TRANSIENT | {"object":"error","message":"Internal server error","type":"internal_server_error","code":"3000"}
      mistral | 400 | CONTEXT_LENGTH | {"object":"error","message":"Prompt contains 40000 tokens, too large for model with 32768 maximum context length","type":"invalid_request_prompt"}
      mistral | 401 | UPSTREAM_CREDENTIAL | {"detail":"Unauthorized"}
      mistral | 404 | UPSTREAM_NOT_FOUND | {"detail":"Not Found"}
      mistral | 422 | UPSTREAM_INVALID | {"object":"error","message":{"detail":[{"loc":["body"],"msg":"Extra inputs are not permitted"}]},"type":"invalid_request_error"}
      cohere | 429 | UPSTREAM_RATE_LIMITED | {"message":"You are using a Trial key, which is limited to 40 API calls / minute"}
      cohere | 503 | UPSTREAM_OVERLOADED | {"message":"service unavailable"}
      cohere | 402 | UPSTREAM_QUOTA | {"message":"Please add or update your payment method"}
      cohere | 500 | UPSTREAM_TRANSIENT | {"message":"internal server error"}
      cohere | 400 | CONTEXT_LENGTH | {"message":"too many tokens: total number of tokens in the prompt cannot exceed 128000"}
      cohere | 401 | UPSTREAM_CREDENTIAL | {"message":"invalid api token"}
      cohere | 404 | UPSTREAM_NOT_FOUND | {"message":"model 'nowhere' not found"}
      cohere | 422 | UPSTREAM_INVALID | {"message":"invalid type: parameter k is of type string"}
      ollama-chat | 429 | UPSTREAM_RATE_LIMITED | {"error":"too many requests"}
      ollama-chat | 503 | UPSTREAM_OVERLOADED | {"error":"server busy, please try again. maximum pending requests exceeded"}
      ollama-chat | 500 | UPSTREAM_TRANSIENT | {"error":"llama runner process has terminated"}
      ollama-chat | 400 | CONTEXT_LENGTH | {"error":"the input length exceeds the context length"}
      ollama-chat | 401 | UPSTREAM_CREDENTIAL | {"error":"unauthorized"}
      ollama-chat | 404 | UPSTREAM_NOT_FOUND | {"error":"model 'nowhere' not found"}
      ollama-chat | 400 | UPSTREAM_INVALID | {"error":"\\"m\\" does not support tools"}
      vllm | 400 | CONTEXT_LENGTH | {"object":"error","message":"This model's maximum context length is 4096 tokens","type":"BadRequestError","code":400}
      vllm | 404 | UPSTREAM_NOT_FOUND | {"object":"error","message":"The model `m` does not exist.","type":"NotFoundError","code":404}
      llamacpp | 400 | CONTEXT_LENGTH | {"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}
      llamacpp | 503 | UPSTREAM_OVERLOADED | {"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}
      lmstudio | 400 | CONTEXT_LENGTH | {"error":"The model is loaded with context length of only 4096 tokens"}
      deepseek | 402 | UPSTREAM_QUOTA | {"error":{"message":"Insufficient Balance","type":"unknown_error","code":"invalid_request_error"}}
      deepseek | 503 | UPSTREAM_OVERLOADED | {"error":{"message":"Server overloaded","type":"server_error"}}
      xai | 403 | UPSTREAM_QUOTA | {"code":"permission-denied","error":"Your team has either used all available credits or reached its monthly spending limit."}
      xai | 400 | UPSTREAM_CREDENTIAL | {"code":"invalid-argument","error":"Incorrect API key provided."}
      groq | 498 | UPSTREAM_OVERLOADED | {"error":{"message":"Flex tier capacity exceeded","type":"capacity_exceeded"}}
      groq | 429 | UPSTREAM_RATE_LIMITED | {"error":{"message":"Rate limit reached for model on tokens per minute","type":"tokens","code":"rate_limit_exceeded"}}
      openrouter | 402 | UPSTREAM_QUOTA | {"error":{"code":402,"message":"Insufficient credits"}}
      openrouter | 403 | CONTENT_FILTER | {"error":{"code":403,"message":"The model requires moderation and your input was flagged","metadata":{"reasons":["violence"]}}}
      openrouter | 502 | UPSTREAM_TRANSIENT | {"error":{"code":502,"message":"Provider returned error"}}
      together | 429 | UPSTREAM_RATE_LIMITED | {"error":{"message":"You have reached the rate limit specific to this model","type":"model_rate_limit"}}
      together | 503 | UPSTREAM_OVERLOADED | {"error":{"message":"The server is overloaded or not ready yet","type":"service_unavailable"}}\
      """
          .lines()
          .toList();

  /** Those that every provider with an own format words in some way. */
  private static final Set<Code> EVERYWHERE =
      Set.of(
          Code.UPSTREAM_RATE_LIMITED,
          Code.UPSTREAM_OVERLOADED,
          Code.UPSTREAM_TRANSIENT,
          Code.CONTEXT_LENGTH,
          Code.UPSTREAM_CREDENTIAL,
          Code.UPSTREAM_NOT_FOUND,
          Code.UPSTREAM_INVALID);

  private record Failure(String provider, int status, Code code, String body) {
    static Failure of(String line) {
      String[] cells = line.split(" \\| ", 4);
      return new Failure(cells[0], Integer.parseInt(cells[1]), Code.valueOf(cells[2]), cells[3]);
    }

    Fault read() {
      var headers =
          new Headers(
              List.of(
                  new Headers.Header("retry-after", "7"),
                  new Headers.Header(
                      "x-amzn-errortype", Fields.lenient(Bytes.utf8(body)).text("__type", ""))));
      return codec(provider).fault(status, headers, Bytes.utf8(body));
    }
  }

  private static Codec codec(String provider) {
    return switch (provider) {
      case "anthropic", "gemini", "bedrock", "ollama-chat" -> WireCase.codec(provider);
      case "azure" -> WireCase.codec("openai-chat");
      case "cohere" -> new CohereChat();
      default ->
          new OpenAiChat(
              Dialects.all().stream()
                  .filter(one -> one.api().equals(provider))
                  .findFirst()
                  .orElseThrow());
    };
  }

  @TestFactory
  Stream<DynamicTest> each_is_told_in_every_callers_format_with_its_class_and_its_wait() {
    return FAILURES.stream()
        .map(Failure::of)
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.provider() + " " + one.code() + " " + one.status(), () -> told(one)));
  }

  private static void told(Failure failure) {
    Fault fault = failure.read();
    assertThat(fault.code()).isEqualTo(failure.code());
    assertThat(fault.retryable()).isEqualTo(failure.code().retryable());
    for (String door : new TreeSet<>(WireCase.CODECS.keySet())) {
      Codec caller = WireCase.codec(door);
      Json refusal = Fields.lenient(caller.refusal(fault, WireCase.EXCHANGE));
      assertThat(refusal.raw().utf8()).as(door).contains('"' + fault.code().word() + '"');
      assertThat(caller.status(fault)).as(door).isBetween(400, 599);
    }
    if (fault.code() != Code.UPSTREAM_CREDENTIAL) { // nothing of our credential concerns a caller
      assertThat(fault.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }
  }

  @Test
  void every_provider_with_a_format_of_its_own_has_a_case_of_every_class() {
    for (String provider :
        List.of(
            "openai",
            "azure",
            "anthropic",
            "gemini",
            "bedrock",
            "mistral",
            "cohere",
            "ollama-chat")) {
      var codes =
          FAILURES.stream()
              .map(Failure::of)
              .filter(one -> one.provider().equals(provider) || usual(one, provider))
              .map(Failure::code)
              .toList();
      assertThat(codes).as(provider).containsAll(EVERYWHERE);
    }
  }

  /** Azure's service words the rest as OpenAI does. */
  private static boolean usual(Failure failure, String provider) {
    return provider.equals("azure") && failure.provider().equals("openai");
  }
}
