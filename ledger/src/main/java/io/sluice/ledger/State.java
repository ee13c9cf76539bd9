package io.sluice.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How far the tiles are, so that a start need not read the whole log. A hint: its checkpoint is
 * signed, and the partial tiles must give the checkpoint's root.
 */
final class State {
  private static final String NAME = "state";

  private State() {}

  static void save(Disk disk, Checkpoint checkpoint) throws IOException {
    disk.put(NAME, checkpoint.note().getBytes(StandardCharsets.UTF_8));
    disk.sync("");
  }

  /** The checkpoint the tiles on disk are complete for, or null when there is no good one. */
  static @Nullable Checkpoint load(Disk disk, VerifierKey key) throws IOException {
    byte[] note = disk.read(NAME);
    if (note == null) {
      return null;
    }
    try {
      return Checkpoint.open(new String(note, StandardCharsets.UTF_8), key);
    } catch (IllegalArgumentException e) {
      return null; // a hint that does not help: everything is read again
    }
  }
}
