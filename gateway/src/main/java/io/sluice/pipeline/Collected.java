package io.sluice.pipeline;

import io.sluice.model.Bytes;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Deadline;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Lifeline;
import io.sluice.wire.ErrorAnswer;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A short answer that is wanted whole, by the thread that asks. What is longer than it may be, or
 * comes too late, is a failure. Filled on one loop, waited for by one thread.
 */
final class Collected implements Upstream.Sink {
  private final Executor loop;
  private final int mostBytes;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(512);
  private final CountDownLatch over = new CountDownLatch(1);
  private Upstream.@Nullable Flight flight;
  private volatile @Nullable Fault fault;
  private int status;
  private Headers headers = Headers.NONE;

  /** On {@code loop}, of at most that many bytes. */
  Collected(Executor loop, int mostBytes) {
    this.loop = loop;
    this.mostBytes = mostBytes;
  }

  /** What came: complete, or why not. */
  record Reply(int status, Headers headers, Bytes body, @Nullable Fault fault) {
    /** The same, with the fault that its status is. */
    Reply judged() {
      return status == 200 || fault != null
          ? this
          : new Reply(status, headers, body, ErrorAnswer.read(status, headers, body));
    }
  }

  @Override
  public Executor loop() {
    return loop;
  }

  @Override
  public void sent(Upstream.Flight now) {
    flight = now;
    if (over.getCount() == 0) {
      now.cancel();
    }
  }

  @Override
  public void head(int code, Headers fields) {
    status = code;
    headers = fields;
  }

  @Override
  public void body(Bytes bytes) {
    if (body.size() + bytes.length() > mostBytes) {
      leave(Fault.of(Code.UPSTREAM_INVALID, "the answer is longer than it may be"));
    } else {
      body.write(bytes.array(), bytes.offset(), bytes.length());
    }
  }

  @Override
  public void quiet() {}

  @Override
  public void end() {
    over.countDown();
  }

  @Override
  public void failed(Fault why) {
    if (fault == null) {
      fault = why;
    }
    over.countDown();
  }

  private void leave(Fault why) {
    failed(why);
    if (flight != null) {
      flight.cancel();
    }
  }

  /** Waits for all of it, until {@code until} or until the exchange ends that it is wanted for. */
  Reply await(Deadline until, Clock clock, Lifeline lifeline) {
    lifeline.onTrip(over::countDown);
    boolean came = arrived(until.left(clock).toNanos());
    var ended = lifeline.reason();
    if (!came || ended.isPresent()) {
      Fault why =
          ended
              .map(Fault::ended)
              .orElseGet(() -> Fault.of(Code.UPSTREAM_TIMEOUT, "no answer in the time there was"));
      loop.execute(() -> leave(why));
      return new Reply(0, Headers.NONE, Bytes.EMPTY, why);
    }
    return new Reply(status, headers, Bytes.owning(body.toByteArray()), fault);
  }

  private boolean arrived(long nanos) {
    try {
      return over.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a thread here", e);
    }
  }
}
