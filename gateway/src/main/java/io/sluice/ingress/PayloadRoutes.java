package io.sluice.ingress;

import io.sluice.admin.Hold;
import io.sluice.admin.ManagePayloads;
import io.sluice.audit.Payload;
import io.sluice.audit.Payload.Part;
import io.sluice.identity.Role;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.ExchangeId;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Kept content over HTTP. */
final class PayloadRoutes {
  private final ManagePayloads payloads;
  private final Supplier<ExchangeId> ids;

  PayloadRoutes(AdminPlane.Records records) {
    this.payloads = records.payloads();
    this.ids = records.ids();
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", "/api/v1/exchanges/{id}/payload", Role.AUDITOR, this::show),
        new AdminRoute("DELETE", "/api/v1/exchanges/{id}/payload", Role.ADMIN, this::erase),
        new AdminRoute("POST", "/api/v1/subjects/erase", Role.ADMIN, this::eraseSubject),
        new AdminRoute("GET", "/api/v1/holds", Role.AUDITOR, this::holds),
        new AdminRoute("POST", "/api/v1/holds", Role.ADMIN, this::hold),
        new AdminRoute("DELETE", "/api/v1/holds/{id}", Role.ADMIN, this::release));
  }

  private AdminReply show(AdminCall call) {
    Payload payload = payloads.show(exchange(call), call.by());
    var writer = new JsonWriter(4_096).object();
    writer.field("exchange", payload.owner().exchange().value());
    writer.field("at", payload.owner().at().toString());
    writer.field("principal", payload.owner().principal());
    writer.field("level", payload.owner().level().word());
    writer.field("storing", payload.storing().word()).field("whole", payload.whole());
    writer.field("salt", HexFormat.of().formatHex(payload.salt().toArray()));
    for (Part part : Part.values()) {
      if (payload.parts().containsKey(part)) {
        writer.field(part.name().toLowerCase(Locale.ROOT), payload.parts().get(part).utf8());
      }
    }
    return AdminReply.json(200, writer.endObject());
  }

  private AdminReply erase(AdminCall call) {
    payloads.erase(exchange(call), call.by());
    return erased(1);
  }

  private AdminReply eraseSubject(AdminCall call) {
    Json wish = call.object(List.of("tenant", "subject"));
    String subject = AdminCall.text(wish, "subject", "");
    if (subject.isEmpty()) {
      throw AdminCall.bad("'subject' names the person, as the application does");
    }
    String tenant = AdminCall.text(wish, "tenant", "default");
    return erased(payloads.erase(tenant, subject, call.by()).size());
  }

  private AdminReply holds(AdminCall call) {
    var writer = new JsonWriter(512).object().name("holds").array();
    for (Hold hold : payloads.holds(call.by())) {
      writer.object().field("id", hold.id()).field("exchange", hold.exchange());
      writer.field("tenant", hold.tenant()).field("subject", hold.subject());
      writer.field("reason", hold.reason()).field("by", hold.by()).endObject();
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private AdminReply hold(AdminCall call) {
    Json wish = call.object(List.of("exchange", "tenant", "subject", "reason"));
    String exchange = AdminCall.text(wish, "exchange", "");
    String subject = AdminCall.text(wish, "subject", "");
    String reason = AdminCall.text(wish, "reason", "");
    if (exchange.isEmpty() == subject.isEmpty() || reason.isEmpty()) {
      throw AdminCall.bad("a hold needs a 'reason', and either 'exchange' or 'subject'");
    }
    String tenant = subject.isEmpty() ? "" : AdminCall.text(wish, "tenant", "default");
    var hold = new Hold(ids.get().value(), exchange, tenant, subject, reason, call.by().name());
    payloads.hold(hold, call.by());
    return AdminReply.json(201, new JsonWriter(64).object().field("id", hold.id()).endObject());
  }

  private AdminReply release(AdminCall call) {
    payloads.release(call.part("id"), call.by());
    return AdminReply.json(
        200, new JsonWriter(64).object().field("released", call.part("id")).endObject());
  }

  private static AdminReply erased(int exchanges) {
    return AdminReply.json(
        200, new JsonWriter(64).object().field("exchanges", exchanges).endObject());
  }

  private static ExchangeId exchange(AdminCall call) {
    if (call.part("id").isEmpty()) {
      throw AdminCall.bad("which exchange?");
    }
    return new ExchangeId(call.part("id"));
  }
}
