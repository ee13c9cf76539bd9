package io.sluice.vault;

import io.sluice.model.Bytes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a stored credential, sealed.
 *
 * @param version from 1 in its slot; the highest usable one is the one in use
 * @param fingerprint 8 hexadecimal digits of a keyed digest: tells two values apart, nothing else
 */
public record CredentialRecord(
    Slot slot, int version, BoundHost host, Bytes sealed, String fingerprint, Life life) {

  /**
   * When a version may be used. Moments are whole milliseconds.
   *
   * @param createdBy the operator's name
   * @param retiresAt set when a newer version replaced this one: from then on it is not used
   * @param revokedAt set when it must not be used any more, at once
   */
  public record Life(
      Instant createdAt,
      String createdBy,
      @Nullable Instant retiresAt,
      @Nullable Instant revokedAt) {}

  /** Which version of which slot. */
  public record Key(Slot slot, int version) {}

  /** Which one this is. */
  public Key key() {
    return new Key(slot, version);
  }

  /** True if it may be used at {@code now}. */
  public boolean usable(Instant now) {
    var retiresAt = life.retiresAt();
    return life.revokedAt() == null && (retiresAt == null || now.isBefore(retiresAt));
  }

  /** How the record names it: {@code stored:NAME#VERSION}. */
  public String id() {
    return "stored:" + slot.name() + "#" + version;
  }
}
