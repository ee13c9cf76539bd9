package io.sluice.ingress;

import io.sluice.json.JsonWriter;
import io.sluice.model.Finding;
import io.sluice.pipeline.Appraiser;
import io.sluice.pipeline.Received;

/** {@code POST /v1/sluice/inspect}: what a piece of content is, without asking a model. */
final class Appraisals {
  private static final String PATH = "/v1/sluice/inspect";

  private final Appraiser appraiser;

  Appraisals(Appraiser appraiser) {
    this.appraiser = appraiser;
  }

  static boolean has(Arrival.Line line) {
    return line.path().equals(PATH) && line.method().equals("POST");
  }

  AdminReply answer(Received received) {
    var appraisal = appraiser.appraise(received);
    var writer = new JsonWriter(256).object().field("labels", appraisal.label().text());
    writer.name("findings").array();
    for (Finding one : appraisal.findings()) {
      writer.object().field("type", one.type()).field("start", one.span().start());
      writer.field("end", one.span().end()).endObject();
    }
    writer.endArray();
    if (!appraisal.notScanned().isEmpty()) {
      writer.name("not_scanned").array();
      appraisal.notScanned().forEach(writer::value);
      writer.endArray();
    }
    return AdminReply.json(200, writer.endObject());
  }
}
