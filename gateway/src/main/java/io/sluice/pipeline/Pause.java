package io.sluice.pipeline;

import io.sluice.model.Lifeline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How the story waits before it tries again. */
@FunctionalInterface
public interface Pause {
  /** Parks the thread for the time that the machine's clock shows. */
  Pause REAL = Pause::park;

  /** Waits so long, but no longer than the exchange lives. */
  void most(Duration wait, Lifeline lifeline);

  private static void park(Duration wait, Lifeline lifeline) {
    var over = new CountDownLatch(1);
    lifeline.onTrip(over::countDown);
    try {
      boolean tripped = over.await(wait.toNanos(), TimeUnit.NANOSECONDS);
      assert tripped || !lifeline.tripped();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a thread here", e);
    }
  }
}
