package io.sluice.net;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries one attempt's answer from a provider to the caller. Everything but the two waits runs on
 * the caller's loop. What a crash in between leaves behind is the decision entry without a closing
 * one, which the sweeper closes.
 */
final class Pipe implements Relay, Ticks.Timed {
  /** After so long without content a stream's head goes out and what keeps it alive. */
  private static final long HEAD_HELD_NANOS = 10_000_000_000L;

  private enum Phase {
    OPENING,
    FLOWING,
    OVER
  }

  private final Client client;
  private final Passage passage;
  private Head head;
  private final List<Bytes> withheld = new ArrayList<>(2);
  private @Nullable List<Step> held;
  private @Nullable Flight flight;
  private long quietSince = System.nanoTime();
  private boolean reading = true;
  private boolean unsent;
  private boolean asking;
  private long bytes;

  private volatile Phase phase = Phase.OPENING;
  private volatile boolean committed;
  private volatile @Nullable Fault failure;
  private volatile @Nullable Delivery delivery;
  private volatile @Nullable Question question;
  private volatile @Nullable Thread waiting;

  Pipe(Client client, Passage passage, Head head) {
    this.client = client;
    this.passage = passage;
    this.head = head;
  }

  @Override
  public void hold() {
    held = new ArrayList<>(2);
  }

  @Override
  public void release(Receipt receipt) {
    client.loop().execute(() -> released(receipt));
  }

  private void released(Receipt receipt) {
    List<Step> all = Objects.requireNonNull(held, "what is released was held");
    held = null;
    head = head.with(new Header("x-sluice-receipt", receipt.text()));
    for (Step step : all) {
      if (phase != Phase.OVER) {
        act(step);
      }
    }
    quiet();
  }

  @Override
  public void withdraw(Fault fault) {
    client
        .loop()
        .execute(
            () -> {
              held = null;
              if (phase != Phase.OVER) {
                fail(fault);
              }
            });
  }

  @Override
  public Optional<Fault> open() {
    waiting = Thread.currentThread();
    while (phase == Phase.OPENING) {
      await();
    }
    return Optional.ofNullable(failure);
  }

  /** Waits for the loop, and decides what it asks meanwhile. */
  private void await() {
    Question asked = question;
    if (asked == null) {
      LockSupport.park(this);
      return;
    }
    question = null;
    Fault no = asked.put();
    client.loop().execute(() -> ruled(no));
  }

  private void ruled(@Nullable Fault no) {
    if (phase != Phase.OVER) {
      asking = false;
      pace();
      act(() -> passage.ruled(no));
      quiet();
    }
  }

  @Override
  public boolean committed() {
    return committed;
  }

  @Override
  public void giveUp(Fault fault) {
    client.loop().execute(() -> lastWords(fault));
  }

  private void lastWords(Fault fault) {
    if (client.begun() && !client.over()) {
      client.write(passage.broken(fault));
      client.finish();
    }
  }

  @Override
  public Delivery carry() {
    waiting = Thread.currentThread();
    while (phase != Phase.OVER) {
      await();
    }
    Delivery done = delivery;
    if (done == null) {
      throw new IllegalStateException("an answer that never began cannot be carried");
    }
    return done;
  }

  @Override
  public Executor loop() {
    return client.loop();
  }

  @Override
  public void sent(Flight going) {
    flight = going;
    Ticks.of(client.loop()).add(this);
    client.whenWritable(this::pace);
    pace();
    client.lifeline().onTrip(() -> client.loop().execute(this::tripped));
    if (client.over() && client.lifeline().trip(Lifeline.Reason.CLIENT_GONE)) {
      return;
    }
    committed = client.begun();
  }

  @Override
  public void head(int status, Headers headers) {
    act(() -> passage.head(status, headers));
  }

  @Override
  public void body(Bytes piece) {
    if (phase != Phase.OVER) {
      act(() -> passage.accept(piece));
    }
  }

  @Override
  public void quiet() {
    if (unsent) {
      unsent = false;
      client.flush();
    }
    pace();
  }

  @Override
  public void end() {
    if (phase != Phase.OVER) {
      act(passage::end);
    }
  }

  @Override
  public void failed(Fault fault) {
    if (phase != Phase.OVER) {
      act(() -> passage.failed(fault));
    }
  }

  @Override
  public void tick(long now) {
    if (now - client.deadlineNanos() >= 0) {
      client.lifeline().trip(Lifeline.Reason.DEADLINE);
      return;
    }
    pace();
    boolean silent = held == null && (phase == Phase.OPENING || passage.withholding());
    if (silent && head.stream() && now - quietSince >= HEAD_HELD_NANOS) {
      quietSince = now;
      client.begin(head);
      client.write(passage.keepAlive());
      client.flush();
      committed = true;
    }
  }

  /** A bug ends its own exchange, which would otherwise wait for what never comes. */
  private void act(Supplier<Step> next) {
    Step step;
    try {
      step = next.get();
    } catch (RuntimeException bug) {
      broken(Fault.of(Code.INTERNAL, "an error inside the gateway"));
      return;
    }
    act(step);
  }

  private void broken(Fault fault) {
    if (!client.begun()) {
      fail(fault);
      return;
    }
    Bytes last = Bytes.EMPTY;
    try {
      last = passage.broken(fault);
    } catch (RuntimeException again) {
      client.abort(); // a caller who sees an end would take it for whole
    }
    stop(End.BROKEN, last, fault);
  }

  private void act(Step step) {
    if (held != null) {
      held.add(step);
      return;
    }
    switch (step) {
      case Step.Wait() -> {}
      case Step.Ask(Question asked) -> ask(asked);
      case Step.Send(Bytes piece, boolean content) -> send(piece, content);
      case Step.Done(Bytes last) -> done(last);
      case Step.Failed(Fault fault) -> fail(fault);
      case Step.Broken(Bytes last, Fault fault) -> stop(End.BROKEN, last, fault);
      case Step.Cut(Bytes last, Fault fault) -> stop(End.CUT, last, fault);
      case Step.Refused(Fault fault) -> refuse(fault);
    }
  }

  /** Reads no further while the story's thread decides. */
  private void ask(Question asked) {
    asking = true;
    pace();
    question = asked;
    wake();
  }

  private void send(Bytes piece, boolean content) {
    if (phase == Phase.OPENING && !content) {
      withheld.add(piece);
      return;
    }
    begin();
    write(piece);
    unsent = true;
  }

  private void begin() {
    if (phase == Phase.OPENING) {
      client.begin(head);
      committed = true;
      withheld.forEach(this::write);
      withheld.clear();
      phase = Phase.FLOWING;
      wake();
    }
  }

  private void write(Bytes piece) {
    bytes += piece.length();
    client.write(piece);
  }

  private void done(Bytes last) {
    if (head.stream() || client.begun()) {
      begin();
      write(last);
      client.finish();
    } else {
      bytes += last.length();
      client.whole(passage.complete(head), last);
    }
    over(new Delivery(End.COMPLETE, null, bytes));
  }

  private void stop(End end, Bytes last, Fault fault) {
    cancel();
    begin();
    write(last);
    client.finish();
    over(new Delivery(end, fault, bytes));
  }

  /** The story tells the caller, unless the head went out after a long silence. */
  private void refuse(Fault fault) {
    if (client.begun()) {
      stop(End.CUT, passage.cut(fault), fault);
    } else {
      cancel();
      over(new Delivery(End.CUT, fault, 0));
    }
  }

  private void fail(Fault fault) {
    cancel();
    committed = client.begun(); // an attempt before this one may have sent the head
    failure = fault;
    over(new Delivery(End.BROKEN, fault, bytes));
  }

  /** The exchange was ended from outside: client gone, deadline, drain, revoked. */
  private void tripped() {
    if (phase == Phase.OVER) {
      return;
    }
    var reason = client.lifeline().reason().orElseThrow();
    Fault fault = Fault.ended(reason);
    if (reason == Lifeline.Reason.CLIENT_GONE || client.over()) {
      cancel();
      failure = phase == Phase.OPENING ? fault : null;
      over(new Delivery(End.ABANDONED, fault, bytes));
    } else {
      act(() -> passage.failed(fault));
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
    Ticks.of(client.loop()).remove(this);
    wake();
  }

  private void wake() {
    Thread thread = waiting;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  /** Stops reading from the provider while the caller cannot take more. */
  private void pace() {
    boolean wanted = client.writable() && !asking && held == null;
    if (wanted != reading && flight != null) {
      reading = wanted;
      flight.reading(wanted);
    }
  }
}
