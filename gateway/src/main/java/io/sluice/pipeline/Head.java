package io.sluice.pipeline;

import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.model.Label;
import java.util.ArrayList;

/** Status and headers of an answer to the caller; framing headers are the server's to add. */
public record Head(int status, Headers headers, boolean stream) {
  /** The label of the answer; of a stream the most that it can come to, after {@code <=}. */
  static final String LABELS = "x-sluice-labels";

  /** The label of all that led to an answer, where that is stricter than its own. */
  static final String MAY_CONTAIN = "x-sluice-may-contain";

  /** The same with the label that the answer has, in the place of the most that it could have. */
  Head labelled(Label own) {
    String most = headers.first(LABELS, "");
    if (stream || most.isEmpty()) {
      return this;
    }
    var all = new ArrayList<Header>();
    for (Header one : headers.fields()) {
      all.add(one.name().equals(LABELS) ? new Header(LABELS, own.text()) : one);
    }
    if (!most.equals(own.text())) {
      all.add(new Header(MAY_CONTAIN, most));
    }
    return new Head(status, new Headers(all), false);
  }

  /** The same with one more header. */
  public Head with(Header more) {
    var all = new ArrayList<>(headers.fields());
    all.add(more);
    return new Head(status, new Headers(all), stream);
  }
}
