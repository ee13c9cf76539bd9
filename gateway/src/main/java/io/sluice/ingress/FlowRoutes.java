package io.sluice.ingress;

import io.sluice.admin.ManageReleases;
import io.sluice.admin.ReadFlow;
import io.sluice.flow.Release;
import io.sluice.identity.Role;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.pipeline.FlowTallies.Tally;
import java.util.List;
import java.util.TreeMap;

/** Labels and lineage over HTTP. */
final class FlowRoutes {
  private static final String PATH = "/api/v1/flow/releases";
  private static final List<String> MEMBERS =
      List.of("tenant", "origin", "integrity", "level", "ttl", "reason");

  private final ReadFlow flow;
  private final ManageReleases releases;

  FlowRoutes(ReadFlow flow, ManageReleases releases) {
    this.flow = flow;
    this.releases = releases;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", "/api/v1/flow", Role.VIEWER, call -> status()),
        new AdminRoute("GET", PATH, Role.VIEWER, this::list),
        new AdminRoute("POST", PATH, Role.OPERATOR, this::release),
        new AdminRoute("DELETE", PATH + "/{origin}", Role.OPERATOR, this::take));
  }

  private AdminReply list(AdminCall call) {
    var writer = new JsonWriter(1_024).object().name("releases").array();
    releases.list(call.by()).forEach(one -> write(writer, one));
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private AdminReply release(AdminCall call) {
    Json body = call.object(MEMBERS);
    String ttl = AdminCall.text(body, "ttl", "");
    var wish =
        new ManageReleases.Wish(
            AdminCall.text(body, "tenant", "default"),
            AdminCall.text(body, "origin", ""),
            AdminCall.text(body, "integrity", ""),
            AdminCall.text(body, "level", ""),
            ttl.isEmpty() ? ManageReleases.USUAL : KeyRoutes.time("ttl", ttl),
            AdminCall.text(body, "reason", ""));
    return AdminReply.json(201, write(new JsonWriter(256), releases.release(wish, call.by())));
  }

  private AdminReply take(AdminCall call) {
    String tenant = call.parameter("tenant").orElse("default");
    Release gone = releases.take(tenant, call.part("origin"), call.by());
    return AdminReply.json(200, write(new JsonWriter(256), gone));
  }

  private static JsonWriter write(JsonWriter writer, Release one) {
    writer.object().field("tenant", one.tenant()).field("origin", one.origin());
    writer.field("integrity", one.integrity() == null ? "" : one.integrity().word());
    writer.field("level", one.level() == null ? "" : one.level().word());
    writer.field("until", one.until().toString()).field("by", one.by());
    return writer.field("reason", one.reason()).endObject();
  }

  private AdminReply status() {
    var now = flow.flow();
    var index = now.index();
    var writer = new JsonWriter(1_024).object().field("mode", now.mode()).name("index").object();
    writer.field("bytes", index.bytes()).field("entries", index.entries());
    writer.field("capacity", index.capacity()).field("sources", index.sources());
    writer.field("evicted", index.evicted()).name("tenants").object();
    new TreeMap<>(index.tenants()).forEach(writer::field);
    writer.endObject().endObject().name("applications").array();
    for (Tally one : now.applications()) {
      writer.object().field("tenant", one.tenant()).field("application", one.app());
      writer.field("exchanges", one.exchanges()).field("segments", one.segments());
      writer.field("relabelled", one.relabelled()).field("stricter", one.stricter());
      writer.name("would_stop").object();
      new TreeMap<>(one.would())
          .forEach(
              (point, modes) -> {
                writer.name(point).object();
                new TreeMap<>(modes).forEach(writer::field);
                writer.endObject();
              });
      writer.endObject().endObject();
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }
}
