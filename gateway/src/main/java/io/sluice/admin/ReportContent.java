package io.sluice.admin;

import io.sluice.admin.ReadMeasures.Control;
import io.sluice.admin.ReadMeasures.Finding;
import io.sluice.admin.ReadMeasures.Report;
import io.sluice.admin.ReadMeasures.Span;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What of a report is hashed: all of it but the hash and the receipt, as compact JSON with its
 * members in this order. Whoever has the JSON of a report can cut those two and hash the rest.
 */
public final class ReportContent {
  private ReportContent() {}

  /** The content of {@code report}. */
  public static Bytes of(Report report) {
    var writer = new JsonWriter(4_096).object().field("framework", report.framework());
    writer.field("title", report.title());
    span(writer, report.span());
    writer.name("controls").array();
    for (Control control : report.controls()) {
      writer.object().field("id", control.id()).field("title", control.title());
      writer.field("status", control.status());
      newest(writer, report, control.newest());
      writer.name("findings").array();
      for (Finding one : control.findings()) {
        writer.object().field("check", one.check()).field("status", one.status());
        writer.field("value", one.value()).field("query", one.query());
        newest(writer, report, one.came());
        writer.endObject();
      }
      writer.endArray().name("limits").array();
      control.limits().forEach(writer::value);
      writer.endArray().endObject();
    }
    return writer.endArray().field("checkpoint", report.checkpoint()).endObject().done();
  }

  /** When the newest evidence came, and how old it was at the end of the report's time. */
  private static void newest(JsonWriter writer, Report report, Optional<Instant> newest) {
    if (newest.isPresent()) {
      Duration age = Duration.between(newest.get(), report.span().until());
      writer.field("newest", newest.get().truncatedTo(ChronoUnit.SECONDS).toString());
      writer.field("age_seconds", Math.max(0, age.toSeconds()));
    }
  }

  /** Which part of the record it was made from. */
  public static void span(JsonWriter writer, Span span) {
    writer.field("since", span.since().toString()).field("until", span.until().toString());
    writer.field("first", span.first()).field("next", span.next());
  }
}
