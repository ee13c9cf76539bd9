package io.sluice.pipeline;

import io.sluice.flow.Declared;
import io.sluice.flow.Tracer;
import io.sluice.model.Facts;
import io.sluice.model.Loss;
import io.sluice.model.Principal;
import io.sluice.model.Request;
import io.sluice.wire.Codec;
import io.sluice.wire.Incoming;
import java.util.List;

/**
 * What a caller sent, as it was read.
 *
 * @param request with what providers sealed opened for this caller
 */
record Reading(
    Continuation continuation, Offers.Offered offered, Request request, Declared declared) {
  /** The bytes that the request is a view of. */
  Incoming incoming() {
    return offered.incoming();
  }

  /** What was taken out of it. */
  List<Loss> losses() {
    return offered.losses();
  }

  /** Who speaks, in which session, toward which route. */
  Tracer.Speaker speaker(Principal principal) {
    return new Tracer.Speaker(
        principal.within(Bases.session(incoming().headers())),
        declared,
        request.traits().call().model());
  }

  /** Whoever asks, in the session and with the agents that the request names. */
  Principal acting(Principal principal) {
    var headers = incoming().headers();
    return principal.within(Bases.session(headers)).claiming(Claim.of(headers));
  }

  /** All that is known of it from here on. */
  Content content(Snapshot snapshot, Codec codec, Inspection seen, Facts facts) {
    return new Content(snapshot, codec, incoming(), request, seen, facts, continuation);
  }
}
