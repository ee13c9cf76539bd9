package io.sluice.ingress;

import io.sluice.admin.ReadMeasures.Control;
import io.sluice.admin.ReadMeasures.Finding;
import io.sluice.admin.ReadMeasures.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** An evidence report for people. */
final class ReportText {
  private ReportText() {}

  static String markdown(Report report) {
    var text = new StringBuilder("# ").append(report.title()).append("\n\n");
    text.append("From ").append(report.span().since()).append(" to ");
    text.append(report.span().until()).append(": entries ").append(report.span().first());
    text.append(" to ").append(report.span().next()).append(" of the ledger.\n\n");
    for (Control control : report.controls()) {
      text.append("## ").append(control.id()).append(' ').append(control.title());
      text.append(": ").append(control.status()).append("\n\nNewest evidence: ");
      text.append(newest(report, control.newest())).append("\n\n");
      text.append(
          "| check | status | found | newest | see for yourself |\n|---|---|---|---|---|\n");
      for (Finding one : control.findings()) {
        text.append("| ").append(one.check()).append(" | ").append(one.status());
        text.append(" | ").append(one.value()).append(" | ").append(newest(report, one.came()));
        text.append(" | ").append(one.query()).append(" |\n");
      }
      control.limits().forEach(limit -> text.append("\nLimit: ").append(limit).append('\n'));
      text.append('\n');
    }
    text.append("## Proof\n\nSHA-256 ").append(report.hash()).append(", recorded as ");
    text.append(report.receipt()).append(", over the checkpoint:\n\n```\n");
    return text.append(report.checkpoint().strip()).append("\n```\n").toString();
  }

  static String html(Report report) {
    var text =
        new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>");
    text.append(escaped(report.title())).append("</title><style>body{font:16px sans-serif;");
    text.append("max-width:70em;margin:2em auto}td,th{border:1px solid #999;padding:.3em}");
    text.append("table{border-collapse:collapse}</style><h1>").append(escaped(report.title()));
    text.append("</h1><p>From ").append(report.span().since()).append(" to ");
    text.append(report.span().until()).append("</p>");
    for (Control control : report.controls()) {
      text.append("<h2>").append(escaped(control.id() + " " + control.title())).append(": ");
      text.append(control.status()).append("</h2><p>Newest evidence: ");
      text.append(newest(report, control.newest())).append("</p>");
      text.append("<table><tr><th>check<th>status<th>found<th>newest<th>query");
      for (Finding one : control.findings()) {
        text.append("<tr><td>").append(escaped(one.check())).append("<td>").append(one.status());
        text.append("<td>").append(escaped(one.value())).append("<td>");
        text.append(newest(report, one.came())).append("<td>").append(escaped(one.query()));
      }
      text.append("</table>");
      control
          .limits()
          .forEach(one -> text.append("<p>Limit: ").append(escaped(one)).append("</p>"));
    }
    text.append("<h2>Proof</h2><p>SHA-256 ").append(report.hash()).append(", recorded as ");
    text.append(escaped(report.receipt())).append("</p><pre>");
    return text.append(escaped(report.checkpoint())).append("</pre></html>\n").toString();
  }

  /** A moment and how long before the report's end it was, such as {@code (3 h old)}. */
  private static String newest(Report report, Optional<Instant> newest) {
    return newest
        .map(
            at ->
                at.truncatedTo(ChronoUnit.SECONDS)
                    + " (%s old)".formatted(age(Duration.between(at, report.span().until()))))
        .orElse("none");
  }

  private static String age(Duration age) {
    if (age.compareTo(Duration.ofHours(1)) < 0) {
      return Math.max(0, age.toMinutes()) + " min";
    }
    return age.compareTo(Duration.ofDays(2)) < 0 ? age.toHours() + " h" : age.toDays() + " d";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
