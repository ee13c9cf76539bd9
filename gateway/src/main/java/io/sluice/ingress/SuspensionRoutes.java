package io.sluice.ingress;

import io.sluice.admin.ManageSuspensions;
import io.sluice.admin.ManageSuspensions.Why;
import io.sluice.approval.Suspension;
import io.sluice.approval.Suspension.Kind;
import io.sluice.identity.Role;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import java.util.List;
import java.util.Locale;

/** The kill switch over HTTP. */
final class SuspensionRoutes {
  private final ManageSuspensions suspensions;

  SuspensionRoutes(ManageSuspensions suspensions) {
    this.suspensions = suspensions;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", "/api/v1/suspensions", Role.VIEWER, this::list),
        new AdminRoute(
            "POST",
            "/api/v1/providers/{name}/suspend",
            Role.OPERATOR,
            call -> suspend(Kind.PROVIDER, call)),
        new AdminRoute(
            "POST",
            "/api/v1/providers/{name}/resume",
            Role.OPERATOR,
            call -> resume(Kind.PROVIDER, call)),
        new AdminRoute(
            "POST",
            "/api/v1/models/{name}/suspend",
            Role.OPERATOR,
            call -> suspend(Kind.MODEL, call)),
        new AdminRoute(
            "POST",
            "/api/v1/models/{name}/resume",
            Role.OPERATOR,
            call -> resume(Kind.MODEL, call)),
        new AdminRoute(
            "POST", "/api/v1/apps/{name}/suspend", Role.OPERATOR, call -> suspend(Kind.APP, call)),
        new AdminRoute(
            "POST", "/api/v1/apps/{name}/resume", Role.OPERATOR, call -> resume(Kind.APP, call)),
        new AdminRoute(
            "POST", "/api/v1/keys/{name}/suspend", Role.OPERATOR, call -> suspend(Kind.KEY, call)),
        new AdminRoute(
            "POST", "/api/v1/keys/{name}/resume", Role.OPERATOR, call -> resume(Kind.KEY, call)));
  }

  private AdminReply list(AdminCall call) {
    var writer = new JsonWriter(512).object().name("suspensions").array();
    for (Suspension one : suspensions.list(call.by())) {
      writer.object().field("kind", word(one.kind())).field("name", one.name());
      writer.field("reason", one.reason()).field("by", one.by());
      writer.field("at", one.at().toString()).endObject();
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private AdminReply suspend(Kind kind, AdminCall call) {
    Json wish = call.object(List.of("reason", "cut"));
    var why = new Why(AdminCall.text(wish, "reason", ""), wish.at("cut").bool(false));
    int ended = suspensions.suspend(kind, call.part("name"), why, call.by());
    var writer = said(kind, call).field("suspended", true).field("ended", ended);
    return AdminReply.json(200, writer.endObject());
  }

  private AdminReply resume(Kind kind, AdminCall call) {
    String reason = "";
    if (!call.body().isEmpty()) {
      reason = AdminCall.text(call.object(List.of("reason")), "reason", "");
    }
    suspensions.resume(kind, call.part("name"), reason, call.by());
    return AdminReply.json(200, said(kind, call).field("suspended", false).endObject());
  }

  private static JsonWriter said(Kind kind, AdminCall call) {
    return new JsonWriter(128).object().field(word(kind), call.part("name"));
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
