package io.sluice.bench;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;

/**
 * Requests at a fixed rate, whatever becomes of the earlier ones. The time of a request counts from
 * when it was due, so that a gateway that stalls is charged for all that waited meanwhile.
 */
final class OpenLoop implements Call.Listener {
  static final int PER_SECOND = 2_000;
  private static final long LAST_ANSWERS_NANOS = 5_000_000_000L;

  private final Loop loop;
  private final Requests requests;
  private final Round round;
  private final long interval;
  private final ArrayDeque<Call> idle = new ArrayDeque<>();
  private final ArrayDeque<Long> waiting = new ArrayDeque<>();
  private final Tally tally = new Tally();
  private final long begun = System.nanoTime();
  private final long measuredFrom;
  private long sent;

  private OpenLoop(Loop loop, Requests requests, Round round, int perSecond) {
    this.loop = loop;
    this.requests = requests;
    this.round = round;
    interval = 1_000_000_000L / perSecond;
    measuredFrom = begun + round.warm() * interval;
  }

  /** Sends {@code round.warm()} requests, then measures for its length, at 2,000 a second. */
  static Tally run(Loop loop, Subject subject, Round round) throws IOException {
    return run(loop, subject, round, PER_SECOND);
  }

  /** The same at another rate. */
  static Tally run(Loop loop, Subject subject, Round round, int perSecond) throws IOException {
    var requests = new Requests(subject.headers(), Requests.ONE_NEW, false);
    var self = new OpenLoop(loop, requests, round, perSecond);
    var calls = new ArrayList<Call>();
    for (int i = 0; i < ClosedLoop.CONNECTIONS; i++) {
      calls.add(Call.connect(loop, subject.port(), self));
    }
    self.idle.addAll(calls);
    long last = round.warm() + round.length().toMillis() * perSecond / 1_000;
    self.schedule(last);
    loop.run(
        () -> self.sent == last && self.idle.size() == calls.size(),
        last * self.interval + LAST_ANSWERS_NANOS);
    round.meter().end();
    calls.forEach(Call::hangUp);
    return self.tally;
  }

  private void schedule(long last) {
    long due = begun + sent * interval;
    loop.at(
        due,
        () -> {
          if (sent == last) {
            return;
          }
          if (sent == round.warm()) {
            round.meter().begin();
          }
          sent++;
          if (idle.isEmpty()) {
            waiting.add(due);
          } else {
            idle.remove().ask(requests.next(), due);
          }
          schedule(last);
        });
  }

  @Override
  public void answered(Call call, byte[] bytes, int length) {
    if (call.since() >= measuredFrom) {
      if (Framing.status(bytes) == 200) {
        tally.add(System.nanoTime() - call.since());
      } else {
        tally.fail();
      }
    }
    Long due = waiting.poll();
    if (due == null) {
      idle.add(call);
    } else {
      call.ask(requests.next(), due);
    }
  }

  @Override
  public void lost(Call call) {
    tally.fail();
  }
}
