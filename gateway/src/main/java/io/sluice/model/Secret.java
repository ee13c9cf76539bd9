package io.sluice.model;

import java.util.Arrays;

/**
 * A secret that cannot be printed or written by accident. Opened only where an architecture test
 * allows it.
 */
public final class Secret {
  private final byte[] value;

  private Secret(byte[] value) {
    this.value = value;
  }

  /** Takes a copy. */
  public static Secret of(byte[] value) {
    return new Secret(Arrays.copyOf(value, value.length));
  }

  /** Takes a copy of the UTF-8 form. */
  public static Secret of(String value) {
    return new Secret(Bytes.utf8(value).toArray());
  }

  /** The secret as text; for the few places that must send or compare it. */
  public String open() {
    return Bytes.owning(value).utf8();
  }

  /** A copy of the secret's bytes; for the few places that must send or compare it. */
  public byte[] openBytes() {
    return Arrays.copyOf(value, value.length);
  }

  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
