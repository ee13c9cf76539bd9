package io.sluice.store.embedded;

import java.io.IOException;
import java.io.Serial;

/** The data directory cannot be used; the message says what it is and what to do. */
public final class UnusableDirectory extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  UnusableDirectory(String message) {
    super(message);
  }
}
