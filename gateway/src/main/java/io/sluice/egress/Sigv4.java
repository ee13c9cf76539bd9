package io.sluice.egress;

import io.sluice.identity.SignatureV4;
import io.sluice.identity.SignatureV4.Scope;
import io.sluice.identity.SignatureV4.Signed;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.model.Secret;
import io.sluice.pipeline.Outbound;
import io.sluice.pipeline.Outbound.Sign;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Signs requests to Bedrock with AWS's Signature Version 4, or shows it a bearer key. */
final class Sigv4 {
  private static final String SERVICE = "bedrock";
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Sigv4() {}

  /**
   * The header fields that show the credential.
   *
   * @param authority the value of the Host header
   */
  static List<Header> sign(Outbound outbound, Sign.Aws aws, String authority, Instant now) {
    String[] parts = aws.secret().open().split(":", 3);
    if (parts.length == 1) {
      return List.of(new Header("authorization", "Bearer " + parts[0]));
    }
    var added = new ArrayList<Header>();
    String hash = SignatureV4.sha256(outbound.body());
    added.add(new Header("x-amz-content-sha256", hash));
    added.add(new Header("x-amz-date", MOMENT.format(now)));
    if (parts.length == 3 && !parts[2].isEmpty()) {
      added.add(new Header("x-amz-security-token", parts[2]));
    }
    var fields = new ArrayList<>(added);
    fields.add(new Header("host", authority));
    String type = outbound.headers().first("content-type", "");
    if (!type.isEmpty()) {
      fields.add(new Header("content-type", type));
    }
    URI target = outbound.target();
    var signed =
        new Signed(
            "POST",
            target.getRawPath(),
            target.getRawQuery() == null ? "" : target.getRawQuery(),
            new Headers(fields),
            fields.stream().map(Header::name).sorted().toList(),
            hash);
    var scope = new Scope(MOMENT.format(now), aws.region(), SERVICE);
    String signature = SignatureV4.of(Secret.of(parts[1]), scope, signed);
    added.add(new Header("authorization", SignatureV4.header(parts[0], scope, signed, signature)));
    return added;
  }
}
