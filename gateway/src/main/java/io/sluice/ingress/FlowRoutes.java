package io.sluice.ingress;

import io.sluice.admin.ReadFlow;
import io.sluice.identity.Role;
import io.sluice.json.JsonWriter;
import io.sluice.pipeline.FlowTallies.Tally;
import java.util.List;
import java.util.TreeMap;

/** Labels and lineage over HTTP. */
final class FlowRoutes {
  private final ReadFlow flow;

  FlowRoutes(ReadFlow flow) {
    this.flow = flow;
  }

  List<AdminRoute> routes() {
    return List.of(new AdminRoute("GET", "/api/v1/flow", Role.VIEWER, call -> status()));
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
      writer.field("would_stop", one.would()).endObject();
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }
}
