package io.sluice;

import io.sluice.admin.ReadMeasures.Finding;
import io.sluice.admin.ReadMeasures.Measures;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How old the evidence of a check may be. What traffic shows must have been seen in the last week;
 * what people do seldom, in the last quarter; what stands now is as old as the report. Evidence
 * that is older counts against PASS.
 */
final class Freshness {
  private static final Duration TRAFFIC = Duration.ofDays(7);
  private static final Duration SELDOM = Duration.ofDays(90);

  private Freshness() {}

  /** {@code found} with the newest evidence for it; PARTIAL where that is too old for a PASS. */
  static Finding of(Finding found, Measures measures) {
    Instant until = measures.span().until();
    Instant newest = newest(found.check(), measures).orElse(null);
    Duration most = most(found.check());
    Duration age = newest == null ? Duration.ZERO : Duration.between(newest, until);
    boolean stale = found.status().equals(Checked.PASS) && age.compareTo(most) > 0;
    return new Finding(
        found.check(),
        stale ? Checked.PARTIAL : found.status(),
        stale ? found.value() + why(age, most) : found.value(),
        found.query(),
        newest);
  }

  private static String why(Duration age, Duration most) {
    return "; the newest evidence is %d days old, more than %d"
        .formatted(age.toDays(), most.toDays());
  }

  private static Duration most(String check) {
    return switch (check) {
      case "people-decide", "stop-used", "access-managed" -> SELDOM;
      default -> TRAFFIC;
    };
  }

  private static Optional<Instant> newest(String check, Measures of) {
    return switch (check) {
      case "inventory-reviewed", "spare-capacity" -> Optional.of(of.span().until());
      case "record-complete", "exposure-bounded", "risk-measured" ->
          newest(of, kind -> kind.startsWith("outcome"));
      case "content-masked" -> newest(of, Checked::masks);
      case "refusals-happen" -> newest(of, "decision deny"::equals);
      case "people-decide" ->
          newest(of, kind -> kind.equals("approval.granted") || kind.equals("approval.denied"));
      case "stop-used" -> newest(of, Checked::stops);
      case "access-managed" ->
          newest(of, kind -> kind.equals("key.created") || kind.equals("key.revoked"));
      case "tools-decided" -> newest(of, kind -> kind.startsWith("ruling.tool"));
      default -> newest(of, "decision"::equals);
    };
  }

  private static Optional<Instant> newest(Measures of, Predicate<String> kinds) {
    return of.newest().entrySet().stream()
        .filter(one -> kinds.test(one.getKey()))
        .map(Map.Entry::getValue)
        .max(Instant::compareTo);
  }
}
