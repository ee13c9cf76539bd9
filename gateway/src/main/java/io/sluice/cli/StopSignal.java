package io.sluice.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wish that a command which runs until told otherwise should end, and the word that it has. */
public final class StopSignal {
  private final CountDownLatch raised = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Asks the command to end. */
  public void raise() {
    raised.countDown();
  }

  /** Waits until somebody asks. */
  public void await() {
    try {
      raised.await();
    } catch (InterruptedException e) {
      raise(); // whoever interrupts the thread wants the same
    }
  }

  /** Says that the command has ended. */
  public void end() {
    ended.countDown();
  }

  /** Waits until the command has ended, but not longer than {@code limit}. */
  public void awaitEnd(Duration limit) {
    try {
      boolean inTime = ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!inTime) {
        raise();
      }
    } catch (InterruptedException e) {
      raise();
    }
  }
}
