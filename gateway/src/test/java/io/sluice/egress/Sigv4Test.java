package io.sluice.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.model.Secret;
import io.sluice.pipeline.Outbound;
import io.sluice.pipeline.Outbound.Sign;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** What leaves for Bedrock is signed as AWS's own client signs it. */
class Sigv4Test {
  private static final Instant NOW = Instant.parse("2026-11-26T17:30:05Z");
  private static final String BASE = "https://bedrock-runtime.eu-west-1.amazonaws.com";
  private static final Bytes BODY = Bytes.utf8("{\"messages\":[{\"role\":\"user\"}]}");

  private static Headers shown(String path, String secret) {
    var outbound =
        new Outbound(
            URI.create(BASE + path),
            "POST",
            new Headers(List.of(new Header("content-type", "application/json"))),
            BODY,
            new Sign.None(),
            new Outbound.Patience(Duration.ofSeconds(1), Duration.ofSeconds(1)));
    var aws = new Sign.Aws("eu-west-1", Secret.of(secret), "");
    String host = "bedrock-runtime.eu-west-1.amazonaws.com";
    return new Headers(Sigv4.sign(outbound, aws, host, NOW));
  }

  private static String awsOwn(String path, AwsCredentialsIdentity identity) {
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create(BASE + path))
            .putHeader("content-type", "application/json")
            .build();
    return AwsV4HttpSigner.create()
        .sign(
            one ->
                one.identity(identity)
                    .request(request)
                    .payload(ContentStreamProvider.fromByteArray(BODY.toArray()))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "bedrock")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC)))
        .request()
        .firstMatchingHeader("Authorization")
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/model/amazon.nova-micro-v1%3A0/converse",
        "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.x/converse-stream",
        "/model/plain/converse?a=b%20c",
      })
  void a_pair_signs_as_aws_does(String path) {
    assertThat(shown(path, "AKID:se/cr+et").first("authorization", ""))
        .isEqualTo(awsOwn(path, AwsCredentialsIdentity.create("AKID", "se/cr+et")));
  }

  @Test
  void a_session_token_is_sent_and_signed() {
    String path = "/model/plain/converse";
    Headers shown = shown(path, "AKID:secret:to:ken");
    assertThat(shown.first("x-amz-security-token")).contains("to:ken");
    assertThat(shown.first("authorization", ""))
        .isEqualTo(awsOwn(path, AwsSessionCredentialsIdentity.create("AKID", "secret", "to:ken")));
  }

  @Test
  void a_key_without_a_colon_is_a_bearer_key() {
    Headers shown = shown("/model/plain/converse", "ABSKQmVkcm9jaw==");
    assertThat(shown.fields()).hasSize(1);
    assertThat(shown.first("authorization")).contains("Bearer ABSKQmVkcm9jaw==");
  }
}
