package io.sluice;

import io.sluice.admin.ReadMeasures.Control;
import io.sluice.admin.ReadMeasures.Finding;
import io.sluice.admin.ReadMeasures.Measures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Holds controls against measures. PASS only where data says so: a check without any data is a GAP,
 * whatever is configured.
 */
final class Checked {
  static final String PASS = "PASS";
  static final String PARTIAL = "PARTIAL";
  private static final String GAP = "GAP";

  private Checked() {}

  static Control control(Frameworks.Stated control, Measures measures) {
    var findings = new ArrayList<Finding>();
    control.checks().forEach(check -> findings.add(finding(check, measures)));
    findings.replaceAll(one -> Freshness.of(one, measures));
    return new Control(control.id(), control.title(), status(findings), findings, control.limits());
  }

  /** PASS where every check passes, GAP where none is more than that. */
  private static String status(List<Finding> findings) {
    boolean all = findings.stream().allMatch(one -> one.status().equals(PASS));
    boolean none = findings.stream().allMatch(one -> one.status().equals(GAP));
    return findings.isEmpty() || none ? GAP : all ? PASS : PARTIAL;
  }

  static Finding finding(String check, Measures of) {
    long decisions = count(of, "decisions");
    return switch (check) {
      case "record-complete" -> complete(check, of, decisions);
      case "inventory-reviewed" -> reviewed(check, of);
      case "exposure-bounded" -> bounded(check, of, decisions);
      case "spare-capacity" -> spare(check, of);
      case "content-masked" -> masked(check, of);
      case "decisions-recorded" ->
          any(check, decisions, decisions + " decisions", "entries of kind 'decision'");
      case "terms-recorded" ->
          any(check, decisions, "terms stand in each of " + decisions, "verdicts[].terms");
      case "exceptions-expire" ->
          any(
              check,
              decisions,
              count(of, "waivers_open") + " waivers in force, each with an end",
              "waiver.granted and waiver.revoked");
      case "risk-measured" ->
          any(
              check,
              decisions,
              "residual risk %.3f".formatted(of.shares().getOrDefault("residual_risk", 0.0)),
              "decision and outcome entries, by docs/measures.md");
      default -> event(check, of);
    };
  }

  /** Checks that ask whether something happened at all. */
  private static Finding event(String check, Measures of) {
    return switch (check) {
      case "refusals-happen" ->
          some(check, count(of, "decisions_deny"), "denied", "verdict=deny: a default deny acted");
      case "people-decide" ->
          some(
              check,
              count(of, "event approval.granted") + count(of, "event approval.denied"),
              "approvals answered",
              "approval.granted and approval.denied");
      case "stop-used" ->
          some(check, stops(of), "uses of the kill switch", "entries *.suspended and *.resumed");
      case "access-managed" ->
          some(
              check,
              count(of, "event key.created") + count(of, "event key.revoked"),
              "changes of keys",
              "key.created and key.revoked");
      case "tools-decided" ->
          some(check, tools(of), "tool calls decided", "rulings with the question 'tool'");
      default -> finding(check, GAP, "nothing measures this", "");
    };
  }

  private static long tools(Measures of) {
    return of.counts().entrySet().stream()
        .filter(one -> one.getKey().startsWith("event ruling.tool"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Good where there is anything to say it of. */
  private static Finding any(String check, long decisions, String value, String query) {
    return finding(check, decisions > 0 ? PASS : GAP, value, query);
  }

  private static Finding complete(String check, Measures of, long decisions) {
    double share = of.shares().getOrDefault("audit_completeness", 0.0);
    long lost = count(of, "lost_entries");
    String status = decisions == 0 ? GAP : share >= 0.999 && lost == 0 ? PASS : PARTIAL;
    String value = "%.4f of decisions closed, %d entries lost".formatted(share, lost);
    return finding(check, status, value, "decisions without an outcome; audit verify");
  }

  private static Finding reviewed(String check, Measures of) {
    long all = count(of, "providers");
    long valid = count(of, "providers_reviewed");
    String status = all == 0 || valid == 0 ? GAP : valid == all ? PASS : PARTIAL;
    return finding(check, status, valid + " of " + all + " providers in date", "providers list");
  }

  private static Finding bounded(String check, Measures of, long decisions) {
    boolean within = of.reach().paths().possible().containsAll(of.reach().paths().used());
    String status = decisions == 0 ? GAP : within ? PASS : PARTIAL;
    String value =
        "%d paths possible, %d used"
            .formatted(of.reach().paths().possible().size(), of.reach().paths().used().size());
    return finding(check, status, value, "outcomes of confidential content at external providers");
  }

  private static Finding spare(String check, Measures of) {
    long internal = count(of, "spare_candidates internal");
    return finding(
        check, internal > 0 ? PASS : GAP, internal + " spare for internal", "models list");
  }

  private static Finding masked(String check, Measures of) {
    long times =
        of.rules().entrySet().stream()
            .filter(one -> masks("rule " + one.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return some(check, times, "decisions by masking rules", "rules mask-* and *-masked");
  }

  /** True if that is a masking rule's; named {@code rule ID}. */
  static boolean masks(String kind) {
    return kind.startsWith("rule mask-") || kind.startsWith("rule ") && kind.endsWith("-masked");
  }

  /** True if an entry of that kind says that the kill switch was used. */
  static boolean stops(String kind) {
    return kind.endsWith(".suspended") || kind.endsWith(".resumed");
  }

  private static long stops(Measures of) {
    return of.counts().entrySet().stream()
        .filter(one -> stops(one.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static Finding some(String check, long times, String what, String query) {
    return finding(check, times > 0 ? PASS : GAP, times + " " + what, query);
  }

  private static Finding finding(String check, String status, String value, String query) {
    return new Finding(check, status, value, query, null);
  }

  private static long count(Measures of, String name) {
    return of.counts().getOrDefault(name, 0L);
  }
}
