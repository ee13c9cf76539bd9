package io.sluice.ledger;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The real ledger on a disk in memory, without threads of its own: it writes when it is told to, so
 * that a simulation knows what is on the disk at each of its steps. Confined to one thread.
 */
public final class SimulatedLedger {
  private static final CheckpointKey KEY =
      CheckpointKey.generate("sluice/simulated", new SecureRandom());
  private static final LedgerSettings SETTINGS =
      new LedgerSettings(
          1 << 20, 64, 1 << 20, 256 << 10, Duration.ofHours(1), Duration.ofSeconds(5));

  /** A place inside the first entry, behind the frame's own head. */
  private static final int ENTRY_AT = 64;

  private final SimulatedDisk disk;
  private final Ledger ledger;
  private final @Nullable Checkpoint first;

  private SimulatedLedger(SimulatedDisk disk, @Nullable Checkpoint first) {
    this.disk = disk;
    this.ledger = Ledger.still(disk, SETTINGS, KEY);
    this.first = first == null ? ledger.checkpoint() : first;
  }

  /** A new log on an empty disk. */
  public static SimulatedLedger create() {
    return new SimulatedLedger(new SimulatedDisk(), null);
  }

  /** The ledger itself. */
  public Ledger ledger() {
    return ledger;
  }

  /** Puts on the disk what was submitted; afterwards {@link Ledger#fault} says if it refused. */
  public void work() {
    try {
      ledger.work();
    } catch (LedgerException e) {
      // no room for the next segment: told by the next write that needs it
    }
  }

  /** Signs what is durable; false if the disk refused. */
  public boolean sign() {
    try {
      Checkpoint newest = ledger.sign();
      return newest.size() >= 0;
    } catch (LedgerException e) {
      return false;
    }
  }

  /** From now on nothing fits onto the disk. */
  public void fill() {
    disk.full(true);
  }

  /** From now on the power lasts for so many steps of the disk. */
  public void powerFor(long steps) {
    disk.powerFor(steps);
  }

  /** Alters a byte of the first entry, as somebody with access to the files could. */
  public void alter() {
    disk.alter(Segment.name(0), Segment.HEADER_BYTES + ENTRY_AT);
  }

  /** The log as the next process finds it. Random null: only the process died, not the machine. */
  public SimulatedLedger reopened(@Nullable RandomGenerator random) {
    var found = random == null ? disk.afterKill() : disk.afterPowerLoss(random);
    return new SimulatedLedger(found, first);
  }

  /** What an auditor finds wrong with the log, who kept its first checkpoint; empty: nothing. */
  public Optional<Damage> verify() {
    return new Verifier(disk, KEY.verifierKey(), first).run().damage();
  }
}
