package io.sluice.identity;

import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** AWS's own signer, so that what is right is said by others. */
final class AwsSigner {
  private AwsSigner() {}

  /** Who signs, for which service, and when. */
  record Hand(String accessKeyId, Secret secret, String service, Instant moment) {}

  /** The header fields of the request once it is signed. */
  static Headers sign(Hand hand, URI target, List<Headers.Header> headers, Bytes body) {
    var request = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(target);
    headers.forEach(field -> request.appendHeader(field.name(), field.value()));
    var identity = AwsCredentialsIdentity.create(hand.accessKeyId(), hand.secret().open());
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                one ->
                    one.identity(identity)
                        .request(request.build())
                        .payload(ContentStreamProvider.fromByteArray(body.toArray()))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, hand.service())
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                        .putProperty(
                            HttpSigner.SIGNING_CLOCK, Clock.fixed(hand.moment(), ZoneOffset.UTC)));
    var fields = new ArrayList<Headers.Header>();
    signed
        .request()
        .forEachHeader(
            (name, values) -> values.forEach(value -> fields.add(new Headers.Header(name, value))));
    return new Headers(fields);
  }
}
