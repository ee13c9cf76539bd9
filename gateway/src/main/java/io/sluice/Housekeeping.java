package io.sluice;

import io.sluice.audit.Recorder;
import java.util.concurrent.locks.LockSupport;

/** What has to be done now and then, on one thread of its own. */
final class Housekeeping implements AutoCloseable {
  private static final long EVERY_NANOS = 500_000_000L;

  private final Snapshots snapshots;
  private final Recorder recorder;
  private final Reload reload;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("sluice-housekeeping").unstarted(this::run);
  private volatile boolean over;

  Housekeeping(Snapshots snapshots, Recorder recorder, Reload reload) {
    this.snapshots = snapshots;
    this.recorder = recorder;
    this.reload = reload;
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!over) {
      snapshots.renewIfDue();
      recorder.tick();
      reload.look();
      LockSupport.parkNanos(this, EVERY_NANOS);
    }
  }

  @Override
  public void close() {
    over = true;
    LockSupport.unpark(thread);
  }
}
