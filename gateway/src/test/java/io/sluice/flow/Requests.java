package io.sluice.flow;

import io.sluice.model.Embedding;
import io.sluice.model.Example;
import io.sluice.model.Request;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Coding;
import io.sluice.model.Segment.Source;
import io.sluice.model.Span;
import java.util.List;

/** Requests of a few segments. */
final class Requests {
  private Requests() {}

  static Request of(List<Segment> segments) {
    return new Embedding(Example.chat(0, 0), segments, segments, 0, false, List.of());
  }

  static Request of(Source source, String text) {
    return of(List.of(new Segment(source, text, Span.NONE, Coding.STRING)));
  }
}
