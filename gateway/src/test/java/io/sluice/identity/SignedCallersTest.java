package io.sluice.identity;

import static io.sluice.identity.Sample.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.model.Principal;
import io.sluice.model.Secret;
import io.sluice.model.SetClock;
import io.sluice.model.Stop;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Callers that sign, as AWS's clients do, instead of showing a key. */
class SignedCallersTest {
  private static final URI TARGET =
      URI.create("http://127.0.0.1:8080/model/us.amazon.nova-micro-v1%3A0/converse");
  private static final Bytes BODY = Bytes.utf8("{\"messages\":[]}");
  private static final List<Header> HEADERS =
      List.of(
          new Header("Content-Type", "application/json"), new Header("x-amz-user-agent", "test/1"));

  private final SetClock clock = new SetClock(START);
  private final Tokens tokens = Sample.tokens(5);
  private final Authenticator authenticator = new Authenticator(List.of(), tokens, clock);
  private final CallerKeys keys =
      new CallerKeys(new MemoryKeyStore(), authenticator, tokens, KeySettings.DEFAULT);
  private final IssuedKey issued = keys.create(Sample.request("bot"), "ops", START);
  private int bodiesAsked;

  private Headers signed(SigningPair pair, String service, Instant moment) {
    var hand = new AwsSigner.Hand(pair.accessKeyId(), pair.secret(), service, moment);
    return AwsSigner.sign(hand, TARGET, HEADERS, BODY);
  }

  private Headers signed() {
    return signed(issued.pair(), "bedrock", START);
  }

  private Presented presented(Headers headers) {
    var call =
        new SignedCall(
            "POST",
            TARGET.getRawPath(),
            "",
            headers,
            () -> {
              bodiesAsked++;
              return BODY;
            });
    return new Presented(List.of(), Optional.of(call));
  }

  private Principal identify(Headers headers) {
    return authenticator.identify(presented(headers));
  }

  private void refused(Headers headers) {
    var stop = catchThrowableOfType(Stop.class, () -> identify(headers));
    assertThat(stop).isNotNull();
    assertThat(stop.fault().code()).isEqualTo(Code.UNAUTHENTICATED);
    assertThat(stop.fault().message()).isEqualTo("the credential is not a valid Sluice key");
  }

  private static Headers changed(Headers headers, String name, UnaryOperator<String> change) {
    var fields = new ArrayList<Header>();
    for (Header field : headers.fields()) {
      boolean it = field.name().equalsIgnoreCase(name);
      fields.add(it ? new Header(name, change.apply(field.value())) : field);
    }
    return new Headers(fields);
  }

  private static Headers with(Headers headers, String name, String value) {
    var fields = new ArrayList<>(headers.fields());
    fields.add(new Header(name, value));
    return new Headers(fields);
  }

  @Test
  void what_aws_signs_with_the_pair_of_a_key_is_that_key() {
    assertThat(identify(signed())).isSameAs(issued.key().principal());
    assertThat(bodiesAsked).isZero();
    assertThat(issued.pair().accessKeyId()).matches("SLUICE[0-9A-Z]{10}");
    assertThat(issued.pair().reveal()).hasSize(40).isNotEqualTo(issued.reveal());
  }

  @Test
  void the_pair_is_the_same_at_every_start_and_another_for_every_key() {
    assertThat(Sample.tokens(99).pair(issued.key().id()).reveal())
        .isEqualTo(issued.pair().reveal());
    var other = keys.create(Sample.request("other"), "ops", START);
    assertThat(other.pair().reveal()).isNotEqualTo(issued.pair().reveal());
    refused(
        signed(
            new SigningPair(issued.pair().accessKeyId(), other.pair().secret()), "bedrock", START));
  }

  @Test
  void another_body_than_the_signed_one_is_refused_once_it_is_read() {
    var presented = presented(signed());
    presented.check(BODY);
    var stop =
        catchThrowableOfType(Stop.class, () -> presented.check(Bytes.utf8("{\"messages\": []}")));
    assertThat(stop.fault().code()).isEqualTo(Code.UNAUTHENTICATED);
  }

  @Test
  void a_signature_is_good_for_five_minutes_before_and_after() {
    Headers headers = signed();
    clock.advance(SignedCall.SKEW.minusSeconds(1));
    assertThat(identify(headers)).isNotNull();
    clock.advance(Duration.ofSeconds(2));
    refused(headers);
    clock.advance(SignedCall.SKEW.multipliedBy(-2).minusSeconds(2));
    refused(headers);
    clock.advance(Duration.ofSeconds(2));
    assertThat(identify(headers)).isNotNull();
  }

  @Test
  void whatever_is_changed_after_signing_is_noticed() {
    Headers headers = signed();
    refused(changed(headers, "content-type", type -> type + "x"));
    refused(changed(headers, "host", host -> "elsewhere"));
    refused(changed(headers, "x-amz-user-agent", agent -> "test/2"));
    refused(changed(headers, "x-amz-content-sha256", hash -> "0".repeat(64)));
    refused(changed(headers, "x-amz-date", date -> "20261120T100001Z"));
    refused(changed(headers, "authorization", value -> value.replace("eu-west-1", "eu-west-2")));
    refused(changed(headers, "authorization", value -> value.replace("host;", "")));
    refused(
        changed(headers, "authorization", value -> value.substring(0, value.length() - 1) + "g"));
    refused(changed(headers, "authorization", value -> "AWS4-HMAC-SHA256 nonsense"));
  }

  @Test
  void headers_of_aws_that_are_not_signed_and_sessions_are_refused() {
    refused(with(signed(), "x-amz-target", "Other"));
    refused(with(signed(), "x-amz-security-token", "session"));
  }

  @Test
  void a_signature_for_another_service_or_of_nobody_is_refused() {
    refused(signed(issued.pair(), "s3", START));
    refused(signed(new SigningPair("AKIDEXAMPLE", Secret.of("secret")), "bedrock", START));
    refused(signed(new SigningPair("SLUICE0000000000", Secret.of("secret")), "bedrock", START));
    assertThat(bodiesAsked).isZero();
  }

  @Test
  void a_key_that_has_ended_signs_nothing() {
    Headers headers = signed();
    keys.revoke(issued.key().id(), START);
    refused(headers);
    var other = keys.create(Sample.request("other"), "ops", START);
    var later = other.key().life().expiresAt();
    clock.advance(Duration.between(START, later));
    refused(signed(other.pair(), "bedrock", later));
  }

  @Test
  void a_key_and_a_signature_together_are_two_credentials() {
    var both = new Presented(List.of(issued.secret()), presented(signed()).signed());
    var stop = catchThrowableOfType(Stop.class, () -> authenticator.identify(both));
    assertThat(stop.fault().message()).contains("differ");
  }

  @Test
  void where_the_hash_is_not_said_the_body_itself_is_signed_and_nobody_elses_is_read() {
    var headers =
        new Headers(
            List.of(
                new Header("Host", "127.0.0.1:8080"),
                new Header("X-Amz-Date", "20261120T100000Z"),
                new Header("Content-Type", "application/json")));
    var scope = new SignatureV4.Scope("20261120T100000Z", "us-east-1", "bedrock");
    var asked =
        new SignatureV4.Signed(
            "POST",
            TARGET.getRawPath(),
            "",
            headers,
            List.of("content-type", "host", "x-amz-date"),
            SignatureV4.sha256(BODY));
    String signature = SignatureV4.of(issued.pair().secret(), scope, asked);
    String id = issued.pair().accessKeyId();
    assertThat(
            identify(
                with(headers, "Authorization", SignatureV4.header(id, scope, asked, signature))))
        .isSameAs(issued.key().principal());
    assertThat(bodiesAsked).isEqualTo(1);
    refused(with(headers, "Authorization", SignatureV4.header(id, scope, asked, "0".repeat(64))));
    String nobody = SignatureV4.header("SLUICE0000000000", scope, asked, signature);
    refused(with(headers, "Authorization", nobody));
    assertThat(bodiesAsked).isEqualTo(2);
  }
}
