package io.sluice.sim;

import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.pipeline.Outbound;
import io.sluice.pipeline.Upstream;
import io.sluice.sim.Play.Beat;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** The way out: every request is shown to the oracle, and answered as the provider's play goes. */
final class SimulatedWay implements Upstream {
  private static final int MOST_GAP_NANOS = 3_000_000;

  private final Baton baton;
  private final SplittableRandom random;
  private final Plays plays;
  private final Oracle oracle;
  private final Mischief mischief;
  private int open;

  /** What it is made of. */
  record Parts(Baton baton, SplittableRandom random, Oracle oracle, Mischief mischief) {}

  SimulatedWay(Parts parts) {
    this.baton = parts.baton();
    this.random = parts.random();
    this.oracle = parts.oracle();
    this.mischief = parts.mischief();
    this.plays = new Plays(random.split());
  }

  /** How providers act next. */
  void script(List<Play.Kind> kinds) {
    plays.script(kinds);
  }

  /** Connections that nobody ended. */
  int open() {
    return open;
  }

  @Override
  public void send(Outbound outbound, Sink sink) {
    baton.pass();
    var relay = (SimulatedRelay) sink;
    Asking asking = relay.caller().asking();
    URI target = mischief == Mischief.SENT_ELSEWHERE ? Setting.ELSEWHERE : outbound.target();
    Bytes body = mischief == Mischief.MASK_REMOVED ? bare(outbound, asking) : outbound.body();
    boolean anthropic = target.getPath().endsWith("/messages");
    Play play = plays.next(anthropic, body, asking.words().prompt());
    String provider = Setting.provider(target);
    baton.note(asking.name() + " goes to " + provider + ": " + play.kind());
    var spent = oracle.leaves(relay, new Oracle.Leaving(provider, target, outbound, body), play);
    var flight = new Flown(sink, play, outbound.patience(), spent);
    sink.loop().execute(flight::start);
  }

  private static Bytes bare(Outbound outbound, Asking asking) {
    String masked = Plays.seen(Oracle.json(outbound.body()));
    return Bytes.utf8(outbound.body().utf8().replace(masked, asking.words().prompt()));
  }

  /** One request on its way. */
  private final class Flown implements Flight {
    private final SimulatedRelay sink;
    private final Play play;
    private final Outbound.Patience patience;
    private final Spending spent;
    private int at;
    private boolean over;
    private boolean reading = true;
    private boolean waiting;

    Flown(Sink sink, Play play, Outbound.Patience patience, Spending spent) {
      this.sink = (SimulatedRelay) sink;
      this.play = play;
      this.patience = patience;
      this.spent = spent;
    }

    void start() {
      if (play.beats().getFirst() instanceof Beat.Broke(Fault fault)) {
        sink.failed(fault);
        return;
      }
      open++;
      sink.sent(this);
      if (!over) {
        spent.left();
        after();
      }
    }

    private void after() {
      waiting = true;
      sink.caller().lane().after(Duration.ofNanos(random.nextInt(MOST_GAP_NANOS)), this::next);
    }

    private void next() {
      waiting = false;
      if (over || !reading) {
        return;
      }
      Beat beat = play.beats().get(at++);
      switch (beat) {
        case Beat.Began began -> sink.head(began.status(), began.headers());
        case Beat.Said said -> {
          spent.said(said.tokens());
          sink.body(said.bytes());
          if (!over) {
            sink.quiet();
          }
        }
        case Beat.Ended _ -> {
          end();
          sink.end();
        }
        case Beat.Broke(Fault fault) -> {
          end();
          sink.failed(fault);
        }
        case Beat.Fell _ -> fallSilent();
      }
      if (!over && at < play.beats().size()) {
        after();
      }
    }

    private void fallSilent() {
      if (at == 1) {
        spent.worked(); // it may well be at work, and will send a bill
      }
      Duration wait = at == 1 ? patience.firstByte() : patience.idle();
      sink.caller()
          .lane()
          .after(
              wait,
              () -> {
                if (!over) {
                  end();
                  sink.failed(Fault.of(Code.UPSTREAM_TIMEOUT, "nothing came in time"));
                }
              });
    }

    private void end() {
      over = true;
      open--;
    }

    @Override
    public void reading(boolean wanted) {
      reading = wanted;
      if (wanted && !over && !waiting && at < play.beats().size()) {
        after();
      }
    }

    @Override
    public void cancel() {
      if (!over) {
        end();
      }
    }
  }
}
