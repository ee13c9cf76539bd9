package io.sluice.pipeline;

import io.sluice.audit.Arrival;
import io.sluice.audit.Basis;
import io.sluice.audit.Scans;
import io.sluice.model.Reserved;
import java.util.List;

/** What a decision rested on besides its facts, for the record. */
final class Bases {
  /** What looks at texts, by the type of what it finds. */
  static final List<String> DETECTORS = List.of("email", "card", "iban", "credential", "phone");

  private Bases() {}

  static Basis of(Content content) {
    var scans = new Scans(DETECTORS, content.findings().notScanned());
    var headers = content.incoming().headers();
    var arrival =
        new Arrival(content.incoming().body().length(), trace(headers.first("traceparent", "")));
    return new Basis(content.snapshot().ids(), scans, arrival, Reserved.NOTHING, false);
  }

  /** The trace id of a W3C traceparent header; empty where it is none. */
  private static String trace(String header) {
    String[] parts = header.split("-", -1);
    return parts.length == 4 && parts[1].length() == 32 && hex(parts[1]) ? parts[1] : "";
  }

  private static boolean hex(String text) {
    return text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }
}
