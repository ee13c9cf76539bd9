package io.sluice.ingress;

import io.sluice.admin.ManageOperators;
import io.sluice.identity.OperatorRecord;
import io.sluice.identity.Role;
import io.sluice.json.JsonWriter;
import java.util.List;

/** Operators over HTTP. */
final class OperatorRoutes {
  private final ManageOperators operators;

  OperatorRoutes(ManageOperators operators) {
    this.operators = operators;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", "/api/v1/operators", Role.ADMIN, this::list),
        new AdminRoute("POST", "/api/v1/operators", Role.ADMIN, this::add),
        new AdminRoute("DELETE", "/api/v1/operators/{name}", Role.ADMIN, this::revoke));
  }

  private AdminReply list(AdminCall call) {
    var writer = new JsonWriter(1_024).object().name("operators").array();
    for (OperatorRecord operator : operators.list(call.by())) {
      writer.object().field("name", operator.name()).field("role", operator.role().word());
      writer.field("token", operator.shown()).field("added", operator.createdAt().toString());
      writer.field("state", operator.revokedAt() == null ? "live" : "revoked").endObject();
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private AdminReply add(AdminCall call) {
    var json = call.object(List.of("name", "role"));
    Role role =
        Role.of(AdminCall.text(json, "role", ""))
            .orElseThrow(() -> AdminCall.bad("'role' must be viewer, auditor, operator or admin"));
    var issued = operators.add(AdminCall.text(json, "name", ""), role, call.by());
    var writer = new JsonWriter(256).object().field("name", issued.operator().name());
    writer.field("role", role.word()).field("token", issued.reveal());
    return AdminReply.json(201, writer.endObject());
  }

  private AdminReply revoke(AdminCall call) {
    operators.revoke(call.part("name"), call.by());
    var writer = new JsonWriter(64).object().field("name", call.part("name"));
    return AdminReply.json(200, writer.field("revoked", true).endObject());
  }
}
