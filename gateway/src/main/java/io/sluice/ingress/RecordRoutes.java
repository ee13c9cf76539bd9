package io.sluice.ingress;

import io.sluice.admin.ReadRecord;
import io.sluice.admin.ReadRecord.Link;
import io.sluice.admin.ReadRecord.Told;
import io.sluice.identity.Role;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import java.util.List;
import java.util.Optional;

/** The record over HTTP. */
final class RecordRoutes {
  private final ReadRecord record;

  RecordRoutes(ReadRecord record) {
    this.record = record;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", "/api/v1/ledger/tile/{a}/{b}", Role.VIEWER, this::tile),
        new AdminRoute("GET", "/api/v1/ledger/tile/{a}/{b}/{c}", Role.VIEWER, this::tile),
        new AdminRoute("GET", "/api/v1/ledger/tile/{a}/{b}/{c}/{d}", Role.VIEWER, this::tile),
        new AdminRoute("GET", "/api/v1/ledger/tile/{a}/{b}/{c}/{d}/{e}", Role.VIEWER, this::tile),
        new AdminRoute(
            "GET",
            "/api/v1/exchanges/{id}",
            Role.AUDITOR,
            call -> told(record.trace(call.part("id")))),
        new AdminRoute(
            "GET",
            "/api/v1/exchanges/{id}/explain",
            Role.AUDITOR,
            call -> told(record.explain(call.part("id")))),
        new AdminRoute("GET", "/api/v1/exchanges/{id}/proof", Role.AUDITOR, this::proof),
        new AdminRoute(
            "GET",
            "/api/v1/ledger/checkpoint",
            Role.VIEWER,
            call -> AdminReply.text(200, record.checkpoint())));
  }

  /** A tile or bundle; its path has as many parts as its number needs. */
  private AdminReply tile(AdminCall call) {
    String path = "tile/" + String.join("/", call.path().values());
    Bytes content =
        record
            .tile(path)
            .orElseThrow(() -> Fault.of(Code.NOT_FOUND, "the log publishes no such file").stop());
    return AdminReply.of(200, "application/octet-stream", content);
  }

  private AdminReply proof(AdminCall call) {
    return AdminReply.text(200, record.proof(call.part("id")).orElseThrow(RecordRoutes::unknown));
  }

  private static AdminReply told(Optional<Told> found) {
    Told told = found.orElseThrow(RecordRoutes::unknown);
    var writer = new JsonWriter(4_096).object().name("entries").array();
    told.entries().forEach(writer::raw);
    writer.endArray().name("links").array();
    for (Link link : told.links()) {
      writer.object().field("from", link.from().value()).field("to", link.to().value());
      writer.field("by", link.by()).endObject();
    }
    return AdminReply.json(200, writer.endArray().field("text", told.text()).endObject());
  }

  private static RuntimeException unknown() {
    return Fault.of(Code.NOT_FOUND, "the record knows no such exchange").stop();
  }
}
