package io.sluice.pipeline;

import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import java.util.ArrayList;

/** Status and headers of an answer to the caller; framing headers are the server's to add. */
public record Head(int status, Headers headers, boolean stream) {
  /** The same with one more header. */
  public Head with(Header more) {
    var all = new ArrayList<>(headers.fields());
    all.add(more);
    return new Head(status, new Headers(all), stream);
  }
}
