package io.sluice;

import io.sluice.admin.ManagePayloads;
import io.sluice.audit.Anchor;
import io.sluice.config.Config;
import io.sluice.egress.HttpAnchor;
import io.sluice.ledger.Checkpoint;
import io.sluice.ledger.Ledger;
import io.sluice.ledger.LedgerException;
import io.sluice.model.Clock;
import io.sluice.model.Stop;
import io.sluice.store.embedded.DirectoryAnchor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies checkpoints to the anchor while there are new ones, and drops what was kept long enough,
 * on a thread of its own: both may take their time.
 */
final class Upkeep implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final long EXPIRE_TURNS = 720;

  private final Supplier<Config.Evidence> settings;
  private final Ledger ledger;
  private final ManagePayloads payloads;
  private final Clock clock;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("sluice-upkeep").unstarted(this::run);
  private volatile boolean over;
  private volatile String warning = "";
  private @Nullable URI place;
  private Anchor anchor = (log, size, note) -> {};
  private long anchored = -1;

  Upkeep(Supplier<Config.Evidence> settings, Ledger ledger, ManagePayloads payloads, Clock clock) {
    this.settings = settings;
    this.ledger = ledger;
    this.payloads = payloads;
    this.clock = clock;
  }

  void start() {
    thread.start();
  }

  /** What is to be said of the anchor; empty while all is well. */
  String warning() {
    return settings.get().anchor() == null
        ? "none is configured: a rollback of the record cannot be excluded"
        : warning;
  }

  private void run() {
    for (long turn = 0; !over; turn++) {
      try {
        anchor();
        if (turn % EXPIRE_TURNS == 0) {
          var now = settings.get();
          payloads.expire(now.payloads(), now.keep(), clock.now());
        }
      } catch (Stop e) {
        // the store cannot be used now, which its own component says; tried again
      }
      LockSupport.parkNanos(this, EVERY.toNanos());
    }
    last();
  }

  /** Leaves the last checkpoint there as well. */
  private void last() {
    try {
      Checkpoint signed = ledger.sign();
      assert signed.size() >= 0;
    } catch (LedgerException e) {
      // the newest that there is has to do
    }
    anchor();
  }

  private void anchor() {
    URI wanted = settings.get().anchor();
    if (wanted == null) {
      return;
    }
    if (!wanted.equals(place)) {
      place = wanted;
      anchor = anchor(wanted);
      anchored = -1;
    }
    if (ledger.fault().isPresent()) {
      return;
    }
    Checkpoint newest = ledger.checkpoint();
    if (newest.size() != anchored) {
      try {
        anchor.put(newest.origin(), newest.size(), newest.note());
        anchored = newest.size();
        warning = "";
      } catch (IOException e) {
        warning = "checkpoints cannot be copied to it";
      }
    }
  }

  private static Anchor anchor(URI place) {
    return place.getScheme().equals("file")
        ? new DirectoryAnchor(Path.of(place))
        : new HttpAnchor(place);
  }

  @Override
  @SuppressWarnings("ThreadJoinLoop") // the one it names is in no JDK
  public void close() {
    over = true;
    LockSupport.unpark(thread);
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts a thread in this house", e);
      }
    }
  }
}
