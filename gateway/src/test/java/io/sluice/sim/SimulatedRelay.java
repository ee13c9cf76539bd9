package io.sluice.sim;

import io.sluice.audit.Receipt;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.model.Lifeline;
import io.sluice.pipeline.Delivery;
import io.sluice.pipeline.Delivery.End;
import io.sluice.pipeline.Head;
import io.sluice.pipeline.Passage;
import io.sluice.pipeline.Question;
import io.sluice.pipeline.Relay;
import io.sluice.pipeline.Step;
import io.sluice.pipeline.Upstream.Flight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Carries one attempt's answer, as the real relay does, on a lane instead of an event loop. Without
 * that one's guard against bugs: here a bug is to fail the run, not its exchange alone.
 */
final class SimulatedRelay implements Relay {
  private static final Duration HEAD_HELD = Duration.ofSeconds(10);
  private static final Bytes KEEP_ALIVE = Bytes.utf8(": keep-alive\n\n");

  private enum Phase {
    OPENING,
    FLOWING,
    OVER
  }

  private final SimulatedCaller caller;
  private final Passage passage;
  private Head head;
  private @Nullable List<Step> kept;
  private final List<Bytes> withheld = new ArrayList<>(2);
  private Mischief mischief = Mischief.NONE;
  private boolean ended;
  private @Nullable Flight flight;
  private Phase phase = Phase.OPENING;
  private boolean committed;
  private boolean reading = true;
  private boolean asking;
  private @Nullable Question question;
  private long bytes;
  private @Nullable Fault failure;
  private @Nullable Delivery delivery;

  SimulatedRelay(SimulatedCaller caller, Passage passage, Head head) {
    this.caller = caller;
    this.passage = passage;
    this.head = head;
  }

  SimulatedRelay past(Mischief what) {
    mischief = what;
    return this;
  }

  /** Whether the exchange had been ended from outside before this attempt was begun. */
  SimulatedRelay ended(boolean before) {
    ended = before;
    return this;
  }

  boolean ended() {
    return ended;
  }

  SimulatedCaller caller() {
    return caller;
  }

  @Override
  public void hold() {
    kept = mischief == Mischief.RELEASED_UNRECORDED ? null : new ArrayList<>(2);
  }

  @Override
  public void release(Receipt receipt) {
    caller.lane().execute(() -> released(receipt));
  }

  private void released(Receipt receipt) {
    List<Step> all = Objects.requireNonNullElse(kept, List.of());
    kept = null;
    head = head.with(new Header("x-sluice-receipt", receipt.text()));
    for (Step step : all) {
      if (phase != Phase.OVER) {
        act(step);
      }
    }
    pace();
  }

  @Override
  public void withdraw(Fault fault) {
    caller
        .lane()
        .execute(
            () -> {
              kept = null;
              if (phase != Phase.OVER) {
                fail(fault);
              }
            });
  }

  @Override
  public Optional<Fault> open() {
    awaiting(Phase.OPENING);
    return Optional.ofNullable(failure);
  }

  /** Waits while it is in that phase, and decides what is asked meanwhile. */
  private void awaiting(Phase at) {
    while (phase == at) {
      caller.baton().until(() -> phase != at || question != null);
      Question asked = question;
      if (asked != null) {
        question = null;
        Fault no = asked.put();
        caller.lane().execute(() -> ruled(no));
      }
    }
  }

  private void ruled(@Nullable Fault no) {
    if (phase != Phase.OVER) {
      asking = false;
      pace();
      act(passage.ruled(no));
    }
  }

  @Override
  public boolean committed() {
    return committed;
  }

  @Override
  public void giveUp(Fault fault) {
    caller.baton().pass();
    caller
        .lane()
        .execute(
            () -> {
              if (caller.begun() && !caller.over()) {
                caller.write(passage.broken(fault));
                caller.finish();
              }
            });
  }

  @Override
  public Delivery carry() {
    while (phase != Phase.OVER) {
      awaiting(phase);
    }
    Delivery done = delivery;
    if (done == null) {
      throw new IllegalStateException("an answer that never began cannot be carried");
    }
    return done;
  }

  @Override
  public Executor loop() {
    return caller.lane();
  }

  @Override
  public void sent(Flight going) {
    flight = going;
    caller.whenWritable(this::pace);
    pace();
    caller.lifeline().onTrip(() -> caller.lane().execute(this::tripped));
    if (caller.over() && caller.lifeline().trip(Lifeline.Reason.CLIENT_GONE)) {
      return;
    }
    committed = caller.begun();
    holdHead();
  }

  private void holdHead() {
    if (head.stream()) {
      caller.lane().after(HEAD_HELD, this::heldLongEnough);
    }
  }

  private void heldLongEnough() {
    if (phase == Phase.OPENING && kept == null) {
      caller.begin(head);
      caller.write(KEEP_ALIVE);
      committed = true;
      holdHead();
    }
  }

  @Override
  public void head(int status, Headers headers) {
    act(passage.head(status, headers));
  }

  @Override
  public void body(Bytes piece) {
    if (phase != Phase.OVER) {
      if (mischief == Mischief.GATE_BYPASSED) {
        caller.write(piece);
      }
      act(passage.accept(piece));
    }
  }

  @Override
  public void quiet() {
    pace();
  }

  @Override
  public void end() {
    if (phase != Phase.OVER) {
      act(passage.end());
    }
  }

  @Override
  public void failed(Fault fault) {
    if (phase != Phase.OVER) {
      act(passage.failed(fault));
    }
  }

  private void act(Step step) {
    if (kept != null) {
      kept.add(step);
      return;
    }
    switch (step) {
      case Step.Wait() -> {}
      case Step.Ask(Question asked) -> {
        asking = true;
        pace();
        question = asked;
      }
      case Step.Send(Bytes piece, boolean content) -> send(piece, content);
      case Step.Done(Bytes last) -> done(last);
      case Step.Failed(Fault fault) -> fail(fault);
      case Step.Broken(Bytes last, Fault fault) -> stop(End.BROKEN, last, fault);
      case Step.Cut(Bytes last, Fault fault) -> stop(End.CUT, last, fault);
      case Step.Refused(Fault fault) -> refuse(fault);
    }
  }

  private void send(Bytes piece, boolean content) {
    if (phase == Phase.OPENING && !content) {
      withheld.add(piece);
      return;
    }
    begin();
    write(piece);
  }

  private void begin() {
    if (phase == Phase.OPENING) {
      caller.begin(head);
      committed = true;
      withheld.forEach(this::write);
      withheld.clear();
      phase = Phase.FLOWING;
    }
  }

  private void write(Bytes piece) {
    bytes += piece.length();
    caller.write(piece);
    if (mischief == Mischief.SAID_TWICE) {
      caller.write(piece);
    }
  }

  private void done(Bytes last) {
    if (head.stream() || caller.begun()) {
      begin();
      write(last);
      caller.finish();
    } else {
      caller.begin(head);
      write(last);
      caller.finish();
    }
    over(new Delivery(End.COMPLETE, null, bytes));
  }

  private void stop(End end, Bytes last, Fault fault) {
    cancel();
    begin();
    write(last);
    caller.finish();
    over(new Delivery(end, fault, bytes));
  }

  private void refuse(Fault fault) {
    if (caller.begun()) {
      stop(End.CUT, passage.cut(fault), fault);
    } else {
      cancel();
      over(new Delivery(End.CUT, fault, 0));
    }
  }

  private void fail(Fault fault) {
    cancel();
    committed = caller.begun();
    failure = fault;
    over(new Delivery(End.BROKEN, fault, bytes));
  }

  private void tripped() {
    if (phase == Phase.OVER) {
      return;
    }
    var reason = caller.lifeline().reason().orElseThrow();
    Fault fault = Fault.ended(reason);
    if (fault.code() == Code.CLIENT_GONE || caller.over()) {
      cancel();
      failure = phase == Phase.OPENING ? fault : null;
      over(new Delivery(End.ABANDONED, fault, bytes));
    } else {
      act(passage.failed(fault));
    }
  }

  private void cancel() {
    if (flight != null) {
      flight.cancel();
      flight = null;
    }
  }

  private void over(Delivery how) {
    delivery = how;
    phase = Phase.OVER;
  }

  private void pace() {
    boolean wanted = caller.writable() && !asking && kept == null;
    if (wanted != reading && flight != null) {
      reading = wanted;
      flight.reading(wanted);
    }
  }
}
