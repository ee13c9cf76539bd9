package io.sluice.vault;

import io.sluice.model.Bytes;
import java.util.random.RandomGenerator;

/** Seals what waits on the disk to be written elsewhere, under one key of the installation. */
public final class BacklogSeal {
  private static final Bytes CONTEXT = Bytes.utf8("waiting");

  private final Sealing sealing;

  /**
   * @param label of the key
   * @param random the source of nonces: a {@code SecureRandom}, except in tests
   */
  public BacklogSeal(KeyRing keys, String label, RandomGenerator random) {
    this.sealing = new Sealing(keys.derive(label), random);
  }

  /** Seals {@code content}. */
  public Bytes seal(Bytes content) {
    return sealing.seal(content, CONTEXT);
  }

  /**
   * What was sealed.
   *
   * @throws SealBroken if it was altered, or sealed under another key
   */
  public Bytes open(Bytes sealed) {
    return Bytes.owning(sealing.opened(sealed, CONTEXT, "what waits"));
  }
}
