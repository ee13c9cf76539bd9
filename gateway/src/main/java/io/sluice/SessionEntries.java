package io.sluice;

import io.sluice.audit.Change;
import io.sluice.audit.Recorder;
import io.sluice.identity.SessionWatch;
import java.time.Instant;
import java.util.Map;

/**
 * Enters the life of operators' sessions, without waiting: where the record takes nothing,
 * operators must be able to look why. What they may see of content waits for its own entry.
 */
record SessionEntries(Recorder recorder) implements SessionWatch {
  @Override
  public void opened(String operator, String session, Instant expires) {
    var details = Map.of("session", session, "expires", expires.toString());
    recorder.noted(new Change("session.opened", operator, "", "", details));
  }

  @Override
  public void ended(String operator, String session, String reason) {
    var details = Map.of("session", session, "operator", operator, "reason", reason);
    recorder.noted(new Change("session.ended", "gateway", "", "", details));
  }
}
