package io.sluice;

import io.sluice.ledger.CheckpointKey;
import io.sluice.ledger.Ledger;
import io.sluice.ledger.LedgerDamaged;
import io.sluice.ledger.LedgerSettings;
import io.sluice.model.Clock;
import io.sluice.store.embedded.DataDirectory;
import io.sluice.store.embedded.StateDatabase;
import io.sluice.store.embedded.StateSettings;
import io.sluice.vault.KeyRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/** What is kept on this machine: the locked directory, its keys, its database and its ledger. */
final class Storage implements AutoCloseable {
  private static final long LOW_DISK_BYTES = 256L << 20;

  /** What opens the ledger, as {@link Ledger#open}: tests hand in one whose disk fails on cue. */
  @FunctionalInterface
  interface Opening {
    /** The ledger in that directory. */
    Ledger open(Path place, LedgerSettings settings, CheckpointKey key);
  }

  private final DataDirectory directory;
  private final KeyRing keys;
  private final StateDatabase state;
  private final Ledger ledger;
  private final Instant firstStart;

  private Storage(DataDirectory directory, KeyRing keys, StateDatabase state, Ledger ledger) {
    this.directory = directory;
    this.keys = keys;
    this.state = state;
    this.ledger = ledger;
    this.firstStart = Instant.parse(state.settings().get("first-start").orElseThrow());
  }

  /**
   * Opens, or makes, everything in {@code directory}, which it closes if it fails.
   *
   * @throws IOException if a part is missing or damaged
   */
  static Storage open(DataDirectory directory, Opening opening, SecureRandom random, Clock clock)
      throws IOException {
    try {
      KeyRing keys = KeyRing.local(directory.directory("keys"), random);
      StateDatabase state = StateDatabase.open(directory, StateSettings.DEFAULT);
      String ring = state.settings().putIfAbsent("key-ring", keys.fingerprint());
      if (!ring.equals(keys.fingerprint())) {
        throw new IOException("keys/ does not belong to this data directory");
      }
      state.settings().putIfAbsent("first-start", clock.now().toString());
      Ledger ledger = ledger(directory, opening, signer(directory, random));
      return new Storage(directory, keys, state, ledger);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** A damaged log is opened to be read, so that operators can look; nothing is written to it. */
  private static Ledger ledger(DataDirectory directory, Opening opening, CheckpointKey key)
      throws IOException {
    Path place = directory.directory("ledger");
    try {
      return opening.open(place, LedgerSettings.DEFAULTS, key);
    } catch (LedgerDamaged e) {
      return Ledger.openDamaged(place, LedgerSettings.DEFAULTS, key.verifierKey(), e);
    }
  }

  private static CheckpointKey signer(DataDirectory directory, SecureRandom random)
      throws IOException {
    Path file = directory.directory("keys").resolve("ledger");
    if (Files.exists(file)) {
      return CheckpointKey.load(file);
    }
    var id = new byte[4];
    random.nextBytes(id);
    CheckpointKey key = CheckpointKey.generate("sluice/" + HexFormat.of().formatHex(id), random);
    key.save(file);
    return key;
  }

  DataDirectory directory() {
    return directory;
  }

  KeyRing keys() {
    return keys;
  }

  StateDatabase state() {
    return state;
  }

  Ledger ledger() {
    return ledger;
  }

  /** When this installation first started. */
  Instant firstStart() {
    return firstStart;
  }

  /** True while there is too little room to go on safely. */
  boolean lowDisk() {
    return directory.lowerThan(LOW_DISK_BYTES);
  }

  @Override
  public void close() {
    ledger.close();
    state.close();
    try {
      directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
