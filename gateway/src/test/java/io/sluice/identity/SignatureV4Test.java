package io.sluice.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.identity.SignatureV4.Scope;
import io.sluice.identity.SignatureV4.Shown;
import io.sluice.identity.SignatureV4.Signed;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.model.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SignatureV4Test {
  /** The example credential of AWS's own pages. */
  private static final Secret EXAMPLE = Secret.of("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

  private static final String NOTHING = SignatureV4.sha256(Bytes.EMPTY);

  @Test
  void the_documented_example_of_a_listing_has_the_documented_signature() {
    var headers =
        new Headers(
            List.of(
                new Header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                new Header("Host", "iam.amazonaws.com"),
                new Header("X-Amz-Date", "20150830T123600Z")));
    var signed =
        new Signed(
            "GET",
            "/",
            "Action=ListUsers&Version=2010-05-08",
            headers,
            List.of("content-type", "host", "x-amz-date"),
            NOTHING);
    assertThat(SignatureV4.sha256(Bytes.utf8(signed.canonical())))
        .isEqualTo("f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59");
    assertThat(SignatureV4.of(EXAMPLE, new Scope("20150830T123600Z", "us-east-1", "iam"), signed))
        .isEqualTo("5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
  }

  @Test
  void the_plainest_example_has_its_signature() {
    var headers =
        new Headers(
            List.of(
                new Header("Host", "example.amazonaws.com"),
                new Header("X-Amz-Date", "20150830T123600Z")));
    var signed = new Signed("GET", "/", "", headers, List.of("host", "x-amz-date"), NOTHING);
    var scope = new Scope("20150830T123600Z", "us-east-1", "service");
    assertThat(SignatureV4.of(EXAMPLE, scope, signed))
        .isEqualTo("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  }

  /**
   * As AWS's client for Node signed it: over HTTP/2 it names {@code :authority}, never the host.
   */
  @Test
  void the_authority_of_http2_is_the_host() {
    var asked =
        List.of(
            new Header("host", "127.0.0.1:9191"),
            new Header("content-type", "application/json"),
            new Header("content-length", "56"),
            new Header("x-amz-user-agent", "aws-sdk-js/3.1163.0"),
            new Header("amz-sdk-invocation-id", "bffd7914-5118-4799-ac57-f81db8f8cc3c"),
            new Header("amz-sdk-request", "attempt=1; max=1"),
            new Header("x-amz-date", "20261127T014013Z"),
            new Header(
                "x-amz-content-sha256",
                "c3335e07d6e89650bf94cb98664be69f8774dbc3198df221f113db0a59ea14f0"));
    var header =
        "AWS4-HMAC-SHA256 Credential=a/20261127/us-east-1/bedrock/aws4_request, SignedHeaders="
            + ":authority;amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;"
            + "x-amz-content-sha256;x-amz-date;x-amz-user-agent, Signature="
            + "ede2e343dc2213fdb530d0ad2874c7c40551648078aa4120c47d4b9784e69bef";
    var fields = new ArrayList<>(asked);
    fields.add(new Header("authorization", header));
    var call =
        new SignedCall(
            "POST",
            "/model/chat-bedrock/converse",
            "",
            new Headers(fields),
            () -> Bytes.utf8("never asked for"));
    var shown = call.shown(Instant.parse("2026-11-27T01:41:00Z")).orElseThrow();
    assertThat(call.signedWith(Secret.of("b"), shown)).isTrue();
    assertThat(call.signedWith(Secret.of("c"), shown)).isFalse();
    fields.set(0, new Header("host", "elsewhere.example"));
    var moved = new SignedCall("POST", call.path(), "", new Headers(fields), call.body());
    assertThat(moved.signedWith(Secret.of("b"), shown)).isFalse();
  }

  @Test
  void whatever_is_asked_the_signature_is_the_one_that_aws_makes() {
    for (long seed = 0; seed < 300; seed++) {
      same(seed, new Random(seed));
    }
  }

  private static void same(long seed, RandomGenerator random) {
    URI target = target(random);
    var asked = new ArrayList<Header>();
    asked.add(new Header("Content-Type", "application/json"));
    asked.add(new Header("x-any", text(random, "ab  c;=,")));
    var body = Bytes.utf8(text(random, "{}\"aé:"));
    var moment = Instant.ofEpochSecond(1L << 30);
    var hand = new AwsSigner.Hand("AKIDEXAMPLE", EXAMPLE, "bedrock", moment);
    Headers sent = AwsSigner.sign(hand, target, asked, body);
    String shown = sent.first("Authorization", "");
    var read = Shown.read(shown, sent.first("X-Amz-Date", "")).orElseThrow();
    String query = target.getRawQuery() == null ? "" : target.getRawQuery();
    String hash = SignatureV4.sha256(body);
    var signed = new Signed("POST", target.getRawPath(), query, sent, read.signed(), hash);
    assertThat(SignatureV4.of(EXAMPLE, read.scope(), signed))
        .as("seed %d, %s, %s", seed, target, signed.canonical())
        .isEqualTo(read.signature());
    assertThat(SignatureV4.header("AKIDEXAMPLE", read.scope(), signed, read.signature()))
        .isEqualTo(shown);
  }

  private static URI target(RandomGenerator random) {
    var path = new StringBuilder("http://127.0.0.1:8080/model/");
    String[] pieces = {"us.amazon", "%3A", ":", "%2F", "-v1", "~", "a_b", "%20", "arn", "%C3%A9"};
    for (int i = random.nextInt(1, 8); i > 0; i--) {
      path.append(pieces[random.nextInt(pieces.length)]);
    }
    path.append(random.nextBoolean() ? "/converse" : "/converse-stream");
    String[] queries = {"", "?a=1", "?b=2&a=1", "?a=%20x&a=%2B", "?flag="};
    return URI.create(path + queries[random.nextInt(queries.length)]);
  }

  private static String text(RandomGenerator random, String letters) {
    var text = new StringBuilder("x");
    for (int i = random.nextInt(20); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.append('x').toString();
  }
}
