package io.sluice.ingress;

import io.sluice.identity.Presented;
import io.sluice.identity.SignedCall;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the credentials a request carries, wherever the clients of the field put them. */
final class Credentials {
  private static final List<String> HEADERS = List.of("x-api-key", "x-goog-api-key", "api-key");

  private Credentials() {}

  /** {@code body}: waits for the body, for signatures that cannot be checked without. */
  static Presented of(Arrival.Line line, Supplier<Bytes> body) {
    var found = new ArrayList<Secret>(1);
    Optional<SignedCall> signed = Optional.empty();
    for (Headers.Header field : line.headers().fields()) {
      if (field.name().equalsIgnoreCase("authorization")) {
        String value = field.value().strip();
        if (SignedCall.is(value) && signed.isEmpty()) {
          signed =
              Optional.of(
                  new SignedCall(line.method(), line.path(), line.query(), line.headers(), body));
          continue;
        }
        boolean bearer = value.regionMatches(true, 0, "Bearer ", 0, 7);
        add(found, bearer ? value.substring(7).strip() : value);
      }
    }
    for (String name : HEADERS) {
      for (Headers.Header field : line.headers().fields()) {
        if (field.name().equalsIgnoreCase(name)) {
          add(found, field.value().strip());
        }
      }
    }
    for (String pair : line.query().split("&", -1)) {
      if (pair.startsWith("key=")) {
        add(found, decoded(pair.substring(4)));
      }
    }
    return new Presented(found, signed);
  }

  /** The query without the credential. */
  static String withoutKey(String query) {
    if (!query.contains("key=")) {
      return query;
    }
    var kept = new ArrayList<String>();
    for (String pair : query.split("&", -1)) {
      if (!pair.startsWith("key=")) {
        kept.add(pair);
      }
    }
    return String.join("&", kept);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static void add(List<Secret> found, String text) {
    if (!text.isEmpty()) {
      found.add(Secret.of(text));
    }
  }
}
