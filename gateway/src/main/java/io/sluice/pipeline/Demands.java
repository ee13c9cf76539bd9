package io.sluice.pipeline;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.model.Shape;
import io.sluice.route.Needs;
import io.sluice.tokens.Counting;
import java.util.List;

/** What a request needs of a model beyond what policy may know of it. */
final class Demands {
  private static final List<String> SCHEMA = List.of("json_schema");
  private static final String BACKGROUND = "background";

  private Demands() {}

  /**
   * Of what policy has permitted.
   *
   * @throws io.sluice.model.Stop if no model could do it here: an answer that is given later, to
   *     whoever asks for it, could be neither judged nor paid for
   */
  static Needs of(Request request) {
    if (request.traits().terms().contains(BACKGROUND)) {
      throw Fault.of(
              Code.UNSUPPORTED, "background: an answer is given to the call that asks for it")
          .naming(List.of(BACKGROUND))
          .stop();
    }
    boolean schema = request instanceof Prompt prompt && prompt.shape().kind() == Shape.Kind.SCHEMA;
    return new Needs(schema ? SCHEMA : List.of(), candidate -> Counting.least(request, candidate));
  }
}
