package io.sluice.e2e;

import io.sluice.egress.LocalAdmin;
import io.sluice.json.Json;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What a running gateway says of an exchange. */
final class Traces {
  private static final long PATIENCE_NANOS = 10_000_000_000L;
  private static final long PAUSE_NANOS = 10_000_000;

  private Traces() {}

  /** Its entries, once the closing one is there: it is written after the answer's last byte. */
  static List<Json> of(LocalAdmin admin, String exchange) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      var reply = admin.call("GET", "/api/v1/exchanges/" + exchange, Bytes.EMPTY);
      var entries = reply.body().at("entries").items();
      if (entries.stream().anyMatch(Traces::closes) || System.nanoTime() > end) {
        return entries;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static boolean closes(Json entry) {
    String kind = entry.text("entry", "");
    return kind.startsWith("outcome") || kind.equals("refusal");
  }
}
