package io.sluice.sim;

import io.sluice.model.Bytes;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Lifeline;
import io.sluice.pipeline.Received;
import io.sluice.wire.Codecs;
import java.time.Duration;

/** A request as the server hands it on: its head is here, its body comes as its client sends it. */
final class Arriving {
  private static final Duration SLOWLY = Duration.ofMillis(700);
  private static final Duration BODY_IDLE = Duration.ofSeconds(30);

  private Arriving() {}

  static Received received(SimulatedCaller caller, Clock clock) {
    Asking asking = caller.asking();
    var line = new Received.Line(asking.door().path(), "", asking.words().headers(), "192.0.2.7");
    return new Received(
        caller.id(),
        clock.now(),
        asking.shown(),
        Codecs.at(asking.door().path()).orElseThrow(),
        line,
        () -> body(caller));
  }

  private static Bytes body(SimulatedCaller caller) {
    Lifeline lifeline = caller.lifeline();
    switch (caller.asking().manners().body()) {
      case AT_ONCE -> caller.baton().pass();
      case SLOWLY -> caller.baton().sleep(SLOWLY, caller::gone);
      case NEVER -> {
        caller.baton().sleep(BODY_IDLE, caller::gone);
        if (!caller.gone()) {
          throw Fault.of(Code.REQUEST_TIMEOUT, "the request body did not come in time").stop();
        }
      }
      case TOO_LARGE -> throw Fault.of(Code.TOO_LARGE, "the request body is too large").stop();
      case LEFT -> lifeline.trip(Lifeline.Reason.CLIENT_GONE);
    }
    if (caller.gone() || caller.asking().manners().body() == Asking.Body.LEFT) {
      caller.lane().execute(caller::leave);
      throw Fault.of(Code.CLIENT_GONE, "the client closed the connection").stop();
    }
    return caller.asking().words().body();
  }
}
