package io.sluice.sim;

import java.util.OptionalLong;

/** One request being answered: what is known about it so far. */
final class Exchange {
  private final Call call;
  private final Journal journal;
  private volatile int status;
  private volatile long answerBytes;
  private volatile boolean finished;
  private volatile OptionalLong leftNanos = OptionalLong.empty();

  Exchange(Call call, Journal journal) {
    this.call = call;
    this.journal = journal;
  }

  Call call() {
    return call;
  }

  void answering(int newStatus) {
    status = newStatus;
  }

  /** The total so far. Called by the one thread that answers. */
  void wrote(long totalBytes) {
    answerBytes = totalBytes;
    journal.changed();
  }

  void left(long nanos) {
    leftNanos = OptionalLong.of(nanos);
    journal.changed();
  }

  void finish() {
    finished = true;
    journal.changed();
  }

  Received received() {
    return new Received(call, new Received.Progress(status, answerBytes, finished, leftNanos));
  }
}
