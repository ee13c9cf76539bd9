package io.sluice.ingress;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import java.util.List;

/** An answer of the admin plane. */
record AdminReply(int status, Headers headers, Bytes body) {
  /** JSON that was written. */
  static AdminReply json(int status, JsonWriter writer) {
    return of(status, "application/json", writer.done());
  }

  /** Text. */
  static AdminReply text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", Bytes.utf8(text));
  }

  /** A page that loads nothing from anywhere. */
  static AdminReply page(String html) {
    var headers =
        List.of(
            new Header("content-type", "text/html; charset=utf-8"),
            new Header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'"),
            new Header("x-content-type-options", "nosniff"),
            new Header("referrer-policy", "no-referrer"),
            new Header("cache-control", "no-store"));
    return new AdminReply(200, new Headers(headers), Bytes.utf8(html));
  }

  /** Any body. */
  static AdminReply of(int status, String type, Bytes body) {
    var headers =
        List.of(
            new Header("content-type", type),
            new Header("x-content-type-options", "nosniff"),
            new Header("cache-control", "no-store"));
    return new AdminReply(status, new Headers(headers), body);
  }
}
