package io.sluice.ingress;

import io.sluice.admin.ReadMeasures;
import io.sluice.admin.ReadMeasures.Measures;
import io.sluice.admin.ReadMeasures.Report;
import io.sluice.admin.ReportContent;
import io.sluice.identity.Role;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
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
    ReportContent.span(writer, all.span());
    lists(writer.name("providers_possible"), all.reach().possible());
    lists(writer.name("providers_used"), all.reach().used());
    writer.name("exposure_paths").object();
    texts(writer.name("possible"), all.reach().paths().possible());
    texts(writer.name("used"), all.reach().paths().used());
    writer.endObject().name("shares").object();
    all.shares().forEach((name, value) -> writer.name(name).value(value));
    writer.endObject().name("counts").object();
    all.counts().forEach(writer::field);
    writer.endObject().name("decisions_by_rule").object();
    all.rules().forEach(writer::field);
    return AdminReply.json(200, writer.endObject().endObject());
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

  /** The content that was hashed, as it stands, and after it the hash and the receipt. */
  private static AdminReply json(Report report) {
    String content = ReportContent.of(report).utf8();
    var proof = new JsonWriter(256).object().field("sha256", report.hash());
    String rest = proof.field("receipt", report.receipt()).endObject().done().utf8();
    String whole = content.substring(0, content.length() - 1) + "," + rest.substring(1);
    return AdminReply.json(200, new JsonWriter(whole.length()).raw(Bytes.utf8(whole)));
  }
}
