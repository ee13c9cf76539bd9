package io.sluice;

import io.sluice.audit.Change;
import io.sluice.audit.Recorder;
import io.sluice.identity.SessionWatch;
import java.time.Instant;
import java.util.Map;

/** Enters the life of operators' sessions: none begins that is not in the record. */
record SessionEntries(Recorder recorder) implements SessionWatch {
  @Override
  public void opened(String operator, String session, Instant expires) {
    var details = Map.of("session", session, "expires", expires.toString());
    String receipt = recorder.changed(new Change("session.opened", operator, "", "", details));
    assert !receipt.isEmpty();
  }

  @Override
  public void ended(String operator, String session, String reason) {
    var details = Map.of("session", session, "operator", operator, "reason", reason);
    recorder.noted(new Change("session.ended", "gateway", "", "", details));
  }
}
