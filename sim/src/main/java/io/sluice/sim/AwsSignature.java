package io.sluice.sim;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks AWS's signature over a request, without regard to the time.
 *
 * <p>Source: AWS Identity and Access Management user guide, Create a signed AWS API request.
 */
final class AwsSignature {
  private static final Pattern SHOWN =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/((\\d{8})/([^/]+)/([^/]+)/aws4_request),"
              + " ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

  private AwsSignature() {}

  /** Whether the pair {@code id:secret} or {@code id:secret:session} signed this request. */
  static boolean made(String credential, Call call) {
    String[] pair = credential.split(":", 3);
    Matcher shown = SHOWN.matcher(call.header("authorization").orElse(""));
    if (pair.length < 2 || !shown.matches() || !shown.group(1).equals(pair[0])) {
      return false;
    }
    String session = call.header("x-amz-security-token").orElse("");
    if (!session.equals(pair.length == 3 ? pair[2] : "")) {
      return false;
    }
    String toSign =
        "AWS4-HMAC-SHA256\n"
            + call.header("x-amz-date").orElse("")
            + "\n"
            + shown.group(2)
            + "\n"
            + HexFormat.of().formatHex(hash(text(canonical(call, shown.group(6)))));
    byte[] key = text("AWS4" + pair[1]);
    for (int group = 3; group <= 5; group++) {
      key = mac(key, shown.group(group));
    }
    String right = HexFormat.of().formatHex(mac(mac(key, "aws4_request"), toSign));
    return MessageDigest.isEqual(text(right), text(shown.group(7)));
  }

  /** The path is encoded once more than on the wire; requests here have no query. */
  private static String canonical(Call call, String signed) {
    var form = new StringBuilder(call.method()).append('\n');
    for (String part : call.path().substring(1).split("/", -1)) {
      form.append('/').append(URLEncoder.encode(part, StandardCharsets.UTF_8));
    }
    form.append("\n\n");
    for (String name : signed.split(";", -1)) {
      form.append(name).append(':').append(call.header(name).orElse("").strip()).append('\n');
    }
    form.append('\n').append(signed).append('\n');
    return form.append(HexFormat.of().formatHex(hash(call.body()))).toString();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hash(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text(text));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
