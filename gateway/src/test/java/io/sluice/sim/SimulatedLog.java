package io.sluice.sim;

import io.sluice.audit.EntryLog;
import io.sluice.audit.EntryReader;
import io.sluice.audit.LedgerLog;
import io.sluice.ledger.SimulatedLedger;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The log over a disk that takes its time: what is submitted is written a little later, whoever
 * came by then together. Every call is a yield point.
 */
final class SimulatedLog implements EntryLog {
  private static final int MOST_WAIT_NANOS = 900_000;

  /** What a disk that has a bad moment takes, one time in forty. */
  private static final int SLOW_NANOS = 400_000_000;

  private static final int SLOW_EVERY = 40;

  private final Baton baton;
  private final Baton.Lane lane;
  private final SplittableRandom random;
  private final SimulatedLedger disk;
  private final LedgerLog log;
  private final Mischief mischief;
  private final Consumer<SimulatedLedger> written;
  private long submitted;
  private boolean due;

  /** What the log is made of. */
  record Parts(Baton baton, SplittableRandom random, SimulatedLedger disk, Mischief mischief) {}

  /** {@code written} is told whenever the disk has done something. */
  SimulatedLog(Parts parts, Consumer<SimulatedLedger> written) {
    this.baton = parts.baton();
    this.lane = baton.lane();
    this.random = parts.random();
    this.disk = parts.disk();
    this.mischief = parts.mischief();
    this.log = new LedgerLog(disk.ledger());
    this.written = written;
    this.submitted = disk.ledger().size();
  }

  @Override
  public String name() {
    return log.name();
  }

  @Override
  public Pending submit(Bytes entry) throws IOException {
    baton.pass();
    EntryReader.Head head = EntryReader.head(entry);
    boolean ending = head.kind().equals("outcome");
    if (mischief == Mischief.NEVER_CLOSED && ending && rarely()
        || mischief == Mischief.RULING_DROPPED && head.kind().equals("ruling")) {
      return () -> 0;
    }
    if (mischief == Mischief.CLOSED_TWICE && ending && rarely()) {
      Pending once = put(entry);
      assert once != null;
    }
    return put(mischief == Mischief.PROMPT_RECORDED && ending ? telling(entry) : entry);
  }

  /** The same entry with words of a prompt in it. */
  private static Bytes telling(Bytes entry) {
    return Bytes.utf8(entry.utf8().replace("\"version\"", "\"text\":\"canary1x\",\"version\""));
  }

  private boolean rarely() {
    return random.nextInt(20) == 0;
  }

  private Pending put(Bytes entry) throws IOException {
    Pending pending = log.submit(entry);
    long index = submitted++;
    baton.note("entry " + index + " " + EntryReader.head(entry).kind());
    if (!baton.inStory()) {
      write();
    } else if (!due) {
      due = true;
      boolean slow = random.nextInt(SLOW_EVERY) == 0;
      int wait = random.nextInt(slow ? SLOW_NANOS : MOST_WAIT_NANOS);
      lane.after(Duration.ofNanos(wait), this::write);
    }
    return () -> await(index, pending);
  }

  private long await(long index, Pending pending) throws IOException {
    if (mischief == Mischief.DURABLE_TOO_EARLY) {
      baton.pass();
      return index;
    }
    baton.until(() -> settled(index));
    if (disk.ledger().durableSize() <= index) {
      write(); // the disk failed at something else: now this entry's own fate is known
    }
    return pending.await();
  }

  private boolean settled(long index) {
    return disk.ledger().durableSize() > index || disk.ledger().fault().isPresent();
  }

  private void write() {
    due = false;
    disk.work();
    written.accept(disk);
  }

  @Override
  public long size() {
    return log.size();
  }

  @Override
  public Bytes entry(long index) throws IOException {
    return log.entry(index);
  }

  @Override
  public long walk(long from, Visitor visitor) throws IOException {
    return log.walk(from, visitor);
  }
}
