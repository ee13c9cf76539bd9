package io.sluice.vault;

import java.io.Serial;

/**
 * Something sealed could not be opened: it was changed, belongs somewhere else, or was sealed under
 * another key. Says which thing, never what was in it.
 */
public final class SealBroken extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  SealBroken(String what) {
    super(what + " cannot be opened: altered, moved, or sealed under another key");
  }
}
