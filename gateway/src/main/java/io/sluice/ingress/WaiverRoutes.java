package io.sluice.ingress;

import io.sluice.admin.ManageWaivers;
import io.sluice.approval.Waiver;
import io.sluice.identity.Role;
import io.sluice.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The register of waivers over HTTP. */
final class WaiverRoutes {
  private static final List<String> MEMBERS =
      List.of("rule", "tenant", "key", "team", "resource", "purpose", "reason", "ticket", "ttl");

  private final ManageWaivers waivers;

  WaiverRoutes(ManageWaivers waivers) {
    this.waivers = waivers;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", "/api/v1/waivers", Role.VIEWER, this::list),
        new AdminRoute("POST", "/api/v1/waivers", Role.OPERATOR, this::create),
        new AdminRoute("DELETE", "/api/v1/waivers/{id}", Role.OPERATOR, this::revoke));
  }

  private AdminReply list(AdminCall call) {
    String within = call.parameter("expiring").orElse("");
    Instant now = waivers.now();
    Instant end = within.isEmpty() ? Instant.MAX : now.plus(KeyRoutes.time("expiring", within));
    var writer = new JsonWriter(2_048).object().name("waivers").array();
    for (Waiver waiver : waivers.list(call.by())) {
      boolean soon =
          waiver.state(now) == Waiver.State.ACTIVE && waiver.life().expires().isBefore(end);
      if (within.isEmpty() || soon) {
        write(writer.object(), waiver, now).endObject();
      }
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private AdminReply create(AdminCall call) {
    var json = call.object(MEMBERS);
    String ttl = AdminCall.text(json, "ttl", "");
    Duration life = ttl.isEmpty() ? ManageWaivers.USUAL : KeyRoutes.time("ttl", ttl);
    var scope =
        new Waiver.Scope(
            AdminCall.text(json, "tenant", ""),
            AdminCall.text(json, "key", ""),
            AdminCall.text(json, "team", ""),
            AdminCall.text(json, "resource", ""),
            AdminCall.text(json, "purpose", ""));
    var grounds =
        new Waiver.Grounds(AdminCall.text(json, "reason", ""), AdminCall.text(json, "ticket", ""));
    var wish = new ManageWaivers.Wish(AdminCall.text(json, "rule", ""), scope, grounds, life);
    Waiver waiver = waivers.create(wish, call.by());
    var writer = write(new JsonWriter(512).object(), waiver, waivers.now());
    return AdminReply.json(201, writer.endObject());
  }

  private AdminReply revoke(AdminCall call) {
    waivers.revoke(call.part("id"), call.by());
    return AdminReply.json(
        200, new JsonWriter(64).object().field("revoked", call.part("id")).endObject());
  }

  private static JsonWriter write(JsonWriter writer, Waiver waiver, Instant now) {
    Waiver.Scope scope = waiver.scope();
    writer.field("id", waiver.id()).field("rule", waiver.rule());
    writer.field("state", waiver.state(now).name().toLowerCase(Locale.ROOT));
    writer.field("tenant", scope.tenant()).field("key", scope.key()).field("team", scope.team());
    writer.field("resource", scope.resource()).field("purpose", scope.purpose());
    writer.field("reason", waiver.grounds().reason()).field("ticket", waiver.grounds().ticket());
    writer.field("asker", waiver.life().asker()).field("approver", waiver.life().approver());
    writer.field("approval", waiver.life().approval());
    return writer.field("expires", waiver.life().expires().toString());
  }
}
