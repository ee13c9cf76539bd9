package io.sluice.sim;

import io.sluice.model.Bytes;
import io.sluice.model.Clock;
import io.sluice.model.Deadline;
import io.sluice.model.ExchangeId;
import io.sluice.model.Lifeline;
import io.sluice.pipeline.Caller;
import io.sluice.pipeline.Head;
import io.sluice.pipeline.Passage;
import io.sluice.pipeline.Relay;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client at the other end of a connection, and what it was told. Its state is its lane's. */
final class SimulatedCaller implements Caller {
  private static final Duration SLOW = Duration.ofMillis(40);

  private final Asking asking;
  private final ExchangeId id;
  private final Baton baton;
  private final Baton.Lane lane;
  private final Lifeline lifeline = new Lifeline();
  private final Deadline deadline;
  private final Mischief mischief;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private Runnable whenWritable = () -> {};
  private boolean writable = true;
  private @Nullable Head head;
  private boolean over;
  private boolean complete;
  private boolean gone;

  /** Where a caller lives. */
  record Place(Baton baton, Clock clock, Mischief mischief) {}

  SimulatedCaller(Asking asking, ExchangeId id, Place place) {
    this.asking = asking;
    this.id = id;
    this.baton = place.baton();
    this.mischief = place.mischief();
    this.lane = baton.lane();
    this.deadline = Deadline.in(asking.manners().limit(), place.clock());
    lane.after(asking.manners().limit(), () -> trip(Lifeline.Reason.DEADLINE));
    Duration leaves = asking.manners().leaves();
    if (leaves != null) {
      lane.after(leaves, this::leave);
    }
  }

  private void trip(Lifeline.Reason why) {
    if (!over && lifeline.trip(why)) {
      baton.note(asking.name() + " ends: " + why);
    }
  }

  void leave() {
    if (!over) {
      over = true;
      gone = true;
      baton.note(asking.name() + " leaves");
      lifeline.trip(Lifeline.Reason.CLIENT_GONE);
    }
  }

  Asking asking() {
    return asking;
  }

  ExchangeId id() {
    return id;
  }

  Baton.Lane lane() {
    return lane;
  }

  @Override
  public Lifeline lifeline() {
    return lifeline;
  }

  @Override
  public Deadline deadline() {
    return deadline;
  }

  @Override
  public Relay relay(Passage passage, Head first) {
    boolean ended = lifeline.tripped();
    baton.pass();
    var relay = new SimulatedRelay(this, passage, first);
    return relay.past(mischief).ended(ended);
  }

  @Override
  public void answer(Head whole, Bytes bytes) {
    baton.pass();
    lane.execute(() -> whole(whole, bytes));
  }

  Baton baton() {
    return baton;
  }

  boolean begun() {
    return head != null;
  }

  boolean over() {
    return over;
  }

  boolean writable() {
    return writable;
  }

  void whenWritable(Runnable told) {
    whenWritable = told;
  }

  void whole(Head first, Bytes bytes) {
    if (begun() || over) {
      return;
    }
    begin(first);
    write(bytes);
    finish();
  }

  void begin(Head first) {
    if (!begun() && !over) {
      head = first;
      baton.note(asking.name() + " gets " + first.status());
    }
  }

  void write(Bytes bytes) {
    if (over || bytes.isEmpty()) {
      return;
    }
    body.write(bytes.array(), bytes.offset(), bytes.length());
    if (asking.manners().slow() && writable) {
      writable = false;
      lane.after(SLOW, this::canTakeMore);
    }
  }

  private void canTakeMore() {
    writable = true;
    whenWritable.run();
  }

  void finish() {
    if (!over) {
      over = true;
      complete = true;
      whenWritable = () -> {};
      baton.note(asking.name() + " is told " + body.size() + " bytes");
    }
  }

  /** What it was told so far. */
  String told() {
    return body.toString(StandardCharsets.UTF_8);
  }

  /** The first line and headers it got; null: nothing. */
  @Nullable Head head() {
    return head;
  }

  /** True if it got a whole answer, refusals included. */
  boolean complete() {
    return complete;
  }

  /** True if it left before it had one. */
  boolean gone() {
    return gone;
  }
}
