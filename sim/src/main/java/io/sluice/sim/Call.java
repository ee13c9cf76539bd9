package io.sluice.sim;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One HTTP request, read whole. */
final class Call {
  private final long number;
  private final RequestHead head;
  private final byte[] body;
  private final Json json;

  Call(long number, RequestHead head, byte[] body) {
    this.number = number;
    this.head = head;
    this.body = body;
    this.json = body.length == 0 ? Json.MISSING : Json.parse(body).orElse(Json.MISSING);
  }

  long number() {
    return number;
  }

  String method() {
    return head.method();
  }

  String target() {
    return head.target();
  }

  String path() {
    int query = target().indexOf('?');
    return query < 0 ? target() : target().substring(0, query);
  }

  List<Header> headers() {
    return head.headers();
  }

  Optional<String> header(String name) {
    return Header.find(head.headers(), name);
  }

  byte[] body() {
    return body;
  }

  /** The body as JSON; {@link Json#MISSING} when it is empty or not JSON. */
  Json json() {
    return json;
  }

  String model() {
    String converse = ConverseApi.model(path());
    return json.at("model")
        .text()
        .orElseGet(() -> converse.isEmpty() ? GeminiApi.model(path()) : converse);
  }

  /** The key the caller presents: a bearer token, or in one of the vendors' own headers. */
  Optional<String> credential() {
    return header("authorization")
        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith("bearer "))
        .map(value -> value.substring("bearer ".length()).strip())
        .or(() -> header("x-api-key"))
        .or(() -> header("x-goog-api-key"))
        .or(() -> header("api-key"));
  }
}
