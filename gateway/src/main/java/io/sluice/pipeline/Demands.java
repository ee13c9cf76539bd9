package io.sluice.pipeline;

import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.model.Shape;
import io.sluice.route.Needs;
import io.sluice.tokens.Counting;
import java.util.List;

/** What a request needs of a model beyond what policy may know of it. */
final class Demands {
  private static final List<String> SCHEMA = List.of("json_schema");

  private Demands() {}

  static Needs of(Request request) {
    boolean schema = request instanceof Prompt prompt && prompt.shape().kind() == Shape.Kind.SCHEMA;
    return new Needs(schema ? SCHEMA : List.of(), candidate -> Counting.least(request, candidate));
  }
}
