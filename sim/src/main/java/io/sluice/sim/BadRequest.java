package io.sluice.sim;

import java.io.IOException;

/** What arrived is not HTTP that this server takes; answered with the status and a close. */
final class BadRequest extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  BadRequest(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
