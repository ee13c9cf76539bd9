package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Error answers of any shape fall into the right class. */
class ErrorAnswerTest {
  private static final Headers NONE = Headers.NONE;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | {"error":{"message":"Incorrect API key provided: sk-abcdef","code":"invalid_api_key"}} | UPSTREAM_CREDENTIAL | 502
          401 | {"detail":"Invalid API Key"} | UPSTREAM_CREDENTIAL | 502
          403 | {"message":"The security token included in the request is invalid."} | UPSTREAM_CREDENTIAL | 502
          400 | {"code":"invalid-argument","error":"Incorrect API key provided."} | UPSTREAM_CREDENTIAL | 502
          400 | {"error":{"code":400,"message":"API key not valid. Please pass one.","status":"INVALID_ARGUMENT"}} | UPSTREAM_CREDENTIAL | 502
          402 | {"type":"error","error":{"type":"billing_error","message":"pay"}} | UPSTREAM_QUOTA | 429
          429 | {"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}} | UPSTREAM_RATE_LIMITED | 429
          429 | {"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}} | UPSTREAM_QUOTA | 429
          429 | {"type":"error","error":{"type":"rate_limit_error","message":"cap","details":{"error_code":"enforced_spend_limit_reached"}}} | UPSTREAM_QUOTA | 429
          429 | {"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details","status":"RESOURCE_EXHAUSTED"}} | UPSTREAM_RATE_LIMITED | 429
          429 | [{"error":{"code":429,"message":"Resource exhausted","status":"RESOURCE_EXHAUSTED"}}] | UPSTREAM_RATE_LIMITED | 429
          429 | {"object":"error","message":"Requests rate limit exceeded","type":"rate_limited","code":"1300"} | UPSTREAM_RATE_LIMITED | 429
          429 | {"error":{"code":"slow_down","message":"ramp"}} | UPSTREAM_RAMP | 429
          529 | {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}} | UPSTREAM_OVERLOADED | 529
          503 | upstream connect error | UPSTREAM_OVERLOADED | 503
          500 | {"error":{"message":"The server had an error","type":"server_error"}} | UPSTREAM_TRANSIENT | 502
          502 | <html><body>Bad gateway</body></html> | UPSTREAM_TRANSIENT | 502
          424 | {"message":"model failed","originalStatusCode":500} | UPSTREAM_TRANSIENT | 502
          504 | '' | UPSTREAM_TIMEOUT | 504
          404 | {"error":{"code":"model_not_found","message":"The model does not exist"}} | UPSTREAM_NOT_FOUND | 404
          400 | {"error":{"message":"This model's maximum context length is 8192 tokens","code":"context_length_exceeded"}} | CONTEXT_LENGTH | 400
          400 | {"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}} | CONTEXT_LENGTH | 400
          400 | {"error":{"message":"filtered","code":"content_filter","innererror":{"code":"ResponsibleAIPolicyViolation"}}} | CONTENT_FILTER | 400
          400 | {"error":{"message":"Unsupported value","code":"unsupported_value"}} | UPSTREAM_INVALID | 400
          422 | {"detail":[{"loc":["body"],"msg":"field required"}]} | UPSTREAM_INVALID | 422
          413 | {"error":{"type":"request_too_large","message":"too large"}} | UPSTREAM_INVALID | 413
          """)
  void the_class_is_seen_in_status_and_body(int status, String body, Code code, int shown) {
    Fault fault = ErrorAnswer.read(status, NONE, Bytes.utf8(body));
    assertThat(fault.code()).isEqualTo(code);
    assertThat(fault.status()).isEqualTo(shown);
    assertThat(fault.message()).isNotBlank().doesNotContain("sk-abcdef").doesNotContain("<html>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}} | UPSTREAM_OVERLOADED
          {"type":"error","error":{"type":"rate_limit_error","message":"slow"}} | UPSTREAM_RATE_LIMITED
          {"error":{"code":400,"message":"Token limit reached"}} | UPSTREAM_INVALID
          {"error":{"message":"The server had an error","type":"server_error"}} | UPSTREAM_TRANSIENT
          {"error":"some text"} | UPSTREAM_TRANSIENT
          """)
  void inside_a_stream_the_body_alone_says_it(String body, Code code) {
    assertThat(ErrorAnswer.inStream(Bytes.utf8(body)).code()).isEqualTo(code);
  }

  @Test
  void the_wait_is_taken_from_headers_or_body() {
    var both =
        new Headers(
            List.of(
                new Headers.Header("Retry-After", "7"),
                new Headers.Header("retry-after-ms", "6800")));
    var seconds = new Headers(List.of(new Headers.Header("retry-after", "12")));
    var negative = new Headers(List.of(new Headers.Header("retry-after", "-5")));
    var body = Bytes.utf8("{\"error\":{\"details\":[{\"retryDelay\":\"38s\"}]}}");
    assertThat(ErrorAnswer.read(429, both, Bytes.EMPTY).retryAfter())
        .isEqualTo(Duration.ofMillis(6_800));
    assertThat(ErrorAnswer.read(429, seconds, Bytes.EMPTY).retryAfter())
        .isEqualTo(Duration.ofSeconds(12));
    assertThat(ErrorAnswer.read(429, negative, Bytes.EMPTY).retryAfter()).isNull();
    assertThat(ErrorAnswer.read(429, NONE, body).retryAfter()).isEqualTo(Duration.ofSeconds(38));
  }

  @Test
  void what_looks_like_a_key_is_taken_out_and_names_of_models_stay() {
    String words = "key sk-proj-AbC123 for claude-sonnet-4-5-20250929 hf_aBcDeFgH eyJhbGciOi.x";
    String body = "{\"error\":{\"message\":\"" + words + "\"}}";
    assertThat(ErrorAnswer.read(400, NONE, Bytes.utf8(body)).message())
        .isEqualTo("key *** for claude-sonnet-4-5-20250929 *** ***.x");
  }

  @Test
  void a_message_is_at_most_two_kibibytes() {
    String body = "{\"error\":{\"message\":\"" + "é ".repeat(5_000) + "\"}}";
    String message = ErrorAnswer.read(400, NONE, Bytes.utf8(body)).message();
    assertThat(Bytes.utf8(message).length()).isLessThanOrEqualTo(2_048);
  }
}
