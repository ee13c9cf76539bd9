package io.sluice.bench;

import java.io.IOException;
import java.util.ArrayList;

/** As many requests as the gateway can answer: each connection asks again once it is answered. */
final class ClosedLoop implements Call.Listener {
  static final int CONNECTIONS = 32;
  private static final long LONGEST_WARM_NANOS = 40_000_000_000L;

  private final Requests requests;
  private Tally tally = new Tally();
  private boolean stopped;

  private ClosedLoop(Requests requests) {
    this.requests = requests;
  }

  /** Asks until the subject is warm, and then for the length of {@code round}. */
  static Tally run(Loop loop, Subject subject, Requests requests, Round round) throws IOException {
    var self = new ClosedLoop(requests);
    var calls = new ArrayList<Call>();
    for (int i = 0; i < CONNECTIONS; i++) {
      calls.add(Call.connect(loop, subject.port(), self));
    }
    for (Call call : calls) {
      self.ask(call);
    }
    loop.run(() -> self.tally.count() >= round.warm(), LONGEST_WARM_NANOS);
    self.tally = new Tally();
    round.meter().begin();
    loop.run(() -> false, round.length().toNanos());
    round.meter().end();
    self.stopped = true;
    Tally tally = self.tally;
    self.tally = new Tally();
    calls.forEach(Call::hangUp);
    return tally;
  }

  private void ask(Call call) {
    call.ask(requests.next(), System.nanoTime());
  }

  @Override
  public void answered(Call call, byte[] bytes, int length) {
    if (Framing.status(bytes) == 200) {
      tally.add(System.nanoTime() - call.since());
    } else {
      tally.fail();
    }
    if (!stopped) {
      ask(call);
    }
  }

  @Override
  public void lost(Call call) {
    tally.fail();
  }
}
