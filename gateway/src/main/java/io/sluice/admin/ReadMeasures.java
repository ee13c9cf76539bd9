package io.sluice.admin;

import io.sluice.identity.Operator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Continuous measures, and evidence reports made from them. */
public interface ReadMeasures {
  /**
   * The measures of a span of time.
   *
   * @param reach where content may go, and went
   * @param shares named figures from 0 to 1
   * @param counts named figures
   * @param rules in how many decisions each was among the determining ones
   * @param newest when the last entry of each kind came, of each rule as {@code rule ID}
   */
  record Measures(
      Span span,
      Reach reach,
      Map<String, Double> shares,
      Map<String, Long> counts,
      Map<String, Long> rules,
      Map<String, Instant> newest) {}

  /**
   * Where content may go, and went.
   *
   * @param possible what policy would allow now: levels and providers
   * @param used what traffic used: levels and providers
   * @param paths external providers that confidential content or above may go to, and went to
   */
  record Reach(Map<String, List<String>> possible, Map<String, List<String>> used, Paths paths) {}

  /** From when to when, and which entries: [first, next). */
  record Span(Instant since, Instant until, long first, long next) {}

  /** Paths of sensitive content, as {@code level -> provider}. */
  record Paths(List<String> possible, List<String> used) {}

  /** The measures of the last {@code since}. Needs the role viewer. */
  Measures measures(Duration since, Operator by);

  /** Figures of now alone, for the metrics page: names and values. */
  Map<String, Double> now();

  /**
   * An evidence report over the last {@code since}; that it was made is recorded. Needs the role
   * auditor.
   *
   * @throws io.sluice.model.Stop {@code invalid_request} for an unknown framework, naming the known
   */
  Report report(String framework, Duration since, Operator by);

  /**
   * One report.
   *
   * @param checkpoint signed note of the ledger that it was made over
   * @param receipt of the entry that says it was made, with the hash of its content
   */
  record Report(
      String framework,
      String title,
      Span span,
      List<Control> controls,
      String checkpoint,
      String hash,
      String receipt) {}

  /** One control: PASS, PARTIAL or GAP, why, and how to see it for oneself. */
  record Control(
      String id, String title, String status, List<Finding> findings, List<String> limits) {
    /** When the newest evidence for it came; empty: there is none. */
    public Optional<Instant> newest() {
      return findings.stream().flatMap(one -> one.came().stream()).max(Instant::compareTo);
    }
  }

  /**
   * One thing that was looked at.
   *
   * @param newest when the newest evidence for it came; null: there is none
   */
  record Finding(
      String check, String status, String value, String query, @Nullable Instant newest) {
    /** When the newest evidence for it came; empty: there is none. */
    public Optional<Instant> came() {
      return Optional.ofNullable(newest);
    }
  }
}
