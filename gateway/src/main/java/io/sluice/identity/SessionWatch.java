package io.sluice.identity;

import java.time.Instant;

/** Is told of operators' sessions. */
public interface SessionWatch {
  /** Nobody is told. */
  SessionWatch NONE =
      new SessionWatch() {
        @Override
        public void opened(String operator, String session, Instant expires) {}

        @Override
        public void ended(String operator, String session, String reason) {}
      };

  /**
   * A session begins.
   *
   * @param session its id, which opens nothing
   * @param expires when it ends at the latest
   */
  void opened(String operator, String session, Instant expires);

  /**
   * A session is over, and can be used no more.
   *
   * @param reason {@code revoked}, {@code closed}, {@code expired} or {@code displaced}
   */
  void ended(String operator, String session, String reason);
}
