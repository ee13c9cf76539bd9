package io.sluice.sim;

import java.util.List;
import java.util.Optional;

/** One header line, name as it was sent. */
public record Header(String name, String value) {
  static Optional<String> find(List<Header> headers, String name) {
    for (Header header : headers) {
      if (header.name.equalsIgnoreCase(name)) {
        return Optional.of(header.value);
      }
    }
    return Optional.empty();
  }
}
