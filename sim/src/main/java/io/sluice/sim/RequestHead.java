package io.sluice.sim;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Request line and headers. */
record RequestHead(String method, String target, boolean http11, List<Header> headers) {
  RequestHead {
    headers = List.copyOf(headers);
  }

  Optional<String> header(String name) {
    return Header.find(headers, name);
  }

  boolean has(String name, String token) {
    return header(name).filter(value -> value.toLowerCase(Locale.ROOT).contains(token)).isPresent();
  }

  boolean keepAlive() {
    return http11 ? !has("connection", "close") : has("connection", "keep-alive");
  }
}
