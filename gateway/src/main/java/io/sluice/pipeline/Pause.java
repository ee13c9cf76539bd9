package io.sluice.pipeline;

import io.sluice.model.Lifeline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits, but no longer than the exchange lives. */
final class Pause {
  private Pause() {}

  static void most(Duration wait, Lifeline lifeline) {
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
