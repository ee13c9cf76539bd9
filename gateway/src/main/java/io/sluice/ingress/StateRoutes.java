package io.sluice.ingress;

import io.sluice.admin.ReadState;
import io.sluice.admin.ReadState.Component;
import io.sluice.admin.ReadState.ModelLine;
import io.sluice.admin.ReadState.ProviderLine;
import io.sluice.identity.Role;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.util.List;

/** Probes, metrics and the inventory over HTTP. */
final class StateRoutes {
  private final ReadState state;

  StateRoutes(ReadState state) {
    this.state = state;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", "/healthz", null, call -> AdminReply.text(200, "ok\n")),
        new AdminRoute("GET", "/readyz", null, call -> ready()),
        new AdminRoute(
            "GET", "/metrics", state.metricsOpen() ? null : Role.VIEWER, call -> metrics()),
        new AdminRoute("GET", "/api/v1/status", Role.VIEWER, call -> status()),
        new AdminRoute("GET", "/api/v1/providers", Role.VIEWER, call -> providers()),
        new AdminRoute("GET", "/api/v1/models", Role.VIEWER, call -> models()));
  }

  private AdminReply ready() {
    List<Component> components = state.components();
    boolean ready = components.stream().allMatch(Component::ready);
    var writer = new JsonWriter(512).object().field("ready", ready).name("components").object();
    for (Component one : components) {
      writer.field(one.name(), one.ready() ? "ok" : "failing");
    }
    return AdminReply.json(ready ? 200 : 503, writer.endObject().endObject());
  }

  private AdminReply metrics() {
    return AdminReply.of(
        200, "text/plain; version=0.0.4; charset=utf-8", Bytes.utf8(state.metrics()));
  }

  private AdminReply status() {
    var writer = new JsonWriter(512).object().field("client", state.clientAddress());
    writer.field("policy", state.policy()).name("components").array();
    for (Component one : state.components()) {
      writer.object().field("name", one.name()).field("ready", one.ready());
      writer.field("warning", one.warning()).endObject();
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private AdminReply providers() {
    var writer = new JsonWriter(1_024).object().name("providers").array();
    for (ProviderLine one : state.providers()) {
      writer.object().field("name", one.name()).field("api", one.api()).field("zone", one.zone());
      writer.field("clearance", one.clearance()).field("review", one.review());
      writer.field("credential", one.credential()).field("models", one.models()).endObject();
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private AdminReply models() {
    var writer = new JsonWriter(4_096).object().name("models").array();
    for (ModelLine one : state.models()) {
      writer.object().field("name", one.name()).field("model", one.model());
      writer.field("clearance", one.clearance()).field("input", one.input());
      writer.field("output", one.output()).field("as_of", one.asOf()).endObject();
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }
}
