package io.sluice.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the log last said of itself: the file {@code checkpoint}, and its public key beside it. */
final class Published {
  static final String NAME = "checkpoint";
  static final String KEY_NAME = "verifier-key";

  private Published() {}

  static void save(Disk disk, Checkpoint checkpoint) throws IOException {
    disk.put(NAME, checkpoint.note().getBytes(StandardCharsets.UTF_8));
    disk.sync("");
  }

  /** Puts the public key beside the log, for convenience: an auditor should bring his own. */
  static void saveKey(Disk disk, VerifierKey key) throws IOException {
    byte[] text = (key + "\n").getBytes(StandardCharsets.UTF_8);
    if (!Arrays.equals(text, disk.read(KEY_NAME))) {
      disk.put(KEY_NAME, text);
      disk.sync("");
    }
  }

  /**
   * The published checkpoint, or null when none was published.
   *
   * @throws LedgerDamaged if it is not signed by this key
   */
  static @Nullable Checkpoint load(Disk disk, VerifierKey key) throws IOException {
    byte[] note = disk.read(NAME);
    if (note == null) {
      return null;
    }
    try {
      return Checkpoint.open(new String(note, StandardCharsets.UTF_8), key);
    } catch (IllegalArgumentException e) {
      throw new LedgerDamaged(new Damage(NAME, -1, -1, String.valueOf(e.getMessage())));
    }
  }
}
