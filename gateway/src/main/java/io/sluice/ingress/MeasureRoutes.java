package io.sluice.ingress;

import io.sluice.admin.ReadMeasures;
import io.sluice.admin.ReadMeasures.Control;
import io.sluice.admin.ReadMeasures.Finding;
import io.sluice.admin.ReadMeasures.Measures;
import io.sluice.admin.ReadMeasures.Report;
import io.sluice.admin.ReadMeasures.Span;
import io.sluice.identity.Role;
import io.sluice.json.JsonWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Measures and evidence reports over HTTP. */
final class MeasureRoutes {
  private static final Duration LONGEST = Duration.ofDays(400);

  private final ReadMeasures measures;

  MeasureRoutes(ReadMeasures measures) {
    this.measures = measures;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", "/api/v1/measures", Role.VIEWER, this::measures),
        new AdminRoute("GET", "/api/v1/report", Role.AUDITOR, this::report));
  }

  private static Duration since(AdminCall call) {
    Duration since = KeyRoutes.time("since", call.parameter("since").orElse("30d"));
    if (!since.isPositive() || since.compareTo(LONGEST) > 0) {
      throw AdminCall.bad("'since' is a time of at most " + LONGEST.toDays() + " days");
    }
    return since;
  }

  private AdminReply measures(AdminCall call) {
    Measures all = measures.measures(since(call), call.by());
    var writer = new JsonWriter(4_096).object();
    span(writer, all.span());
    lists(writer.name("providers_possible"), all.possible());
    lists(writer.name("providers_used"), all.used());
    writer.name("exposure_paths").object();
    texts(writer.name("possible"), all.paths().possible());
    texts(writer.name("used"), all.paths().used());
    writer.endObject().name("shares").object();
    all.shares().forEach((name, value) -> writer.name(name).value(value));
    writer.endObject().name("counts").object();
    all.counts().forEach(writer::field);
    writer.endObject().name("decisions_by_rule").object();
    all.rules().forEach(writer::field);
    return AdminReply.json(200, writer.endObject().endObject());
  }

  private static void span(JsonWriter writer, Span span) {
    writer.field("since", span.since().toString()).field("until", span.until().toString());
    writer.field("first", span.first()).field("next", span.next());
  }

  private static void lists(JsonWriter writer, Map<String, List<String>> lists) {
    writer.object();
    lists.forEach((name, list) -> texts(writer.name(name), list));
    writer.endObject();
  }

  private static void texts(JsonWriter writer, List<String> texts) {
    writer.array();
    texts.forEach(writer::value);
    writer.endArray();
  }

  private AdminReply report(AdminCall call) {
    String format = call.parameter("format").orElse("json");
    if (!List.of("json", "md", "html").contains(format)) {
      throw AdminCall.bad("'format' must be md, html or json");
    }
    Report report = measures.report(call.parameter("framework").orElse(""), since(call), call.by());
    return switch (format) {
      case "md" -> AdminReply.text(200, ReportText.markdown(report));
      case "html" -> AdminReply.page(ReportText.html(report));
      default -> json(report);
    };
  }

  private static AdminReply json(Report report) {
    var writer = new JsonWriter(4_096).object().field("framework", report.framework());
    writer.field("title", report.title());
    span(writer, report.span());
    writer.name("controls").array();
    for (Control control : report.controls()) {
      writer.object().field("id", control.id()).field("title", control.title());
      writer.field("status", control.status()).name("findings").array();
      for (Finding one : control.findings()) {
        writer.object().field("check", one.check()).field("status", one.status());
        writer.field("value", one.value()).field("query", one.query()).endObject();
      }
      writer.endArray();
      texts(writer.name("limits"), control.limits());
      writer.endObject();
    }
    writer.endArray().field("checkpoint", report.checkpoint()).field("sha256", report.hash());
    return AdminReply.json(200, writer.field("receipt", report.receipt()).endObject());
  }
}
