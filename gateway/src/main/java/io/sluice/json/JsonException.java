package io.sluice.json;

import java.io.Serial;

/** A text is not the JSON it must be. The message names positions and names, never content. */
public final class JsonException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final long offset;

  JsonException(String message, long offset) {
    super(message, null, false, false);
    this.offset = offset;
  }

  /** Byte offset at which reading stopped. */
  public long offset() {
    return offset;
  }
}
