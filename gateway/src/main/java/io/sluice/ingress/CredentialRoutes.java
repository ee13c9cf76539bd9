package io.sluice.ingress;

import io.sluice.admin.ManageCredentials;
import io.sluice.identity.Role;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Clock;
import io.sluice.model.Secret;
import io.sluice.vault.CredentialBinding;
import io.sluice.vault.CredentialRecord;
import io.sluice.vault.Slot;
import java.time.Duration;
import java.util.List;

/** Stored provider credentials over HTTP; their values go in and never come out. */
final class CredentialRoutes {
  private static final List<String> MEMBERS =
      List.of("provider", "name", "tenant", "secret", "overlap");
  private static final String PATH = "/api/v1/credentials";

  private final ManageCredentials credentials;
  private final Clock clock;

  CredentialRoutes(ManageCredentials credentials, Clock clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", PATH, Role.OPERATOR, this::list),
        new AdminRoute("POST", PATH, Role.OPERATOR, this::add),
        new AdminRoute("POST", PATH + "/{provider}/rotate", Role.OPERATOR, this::rotate),
        new AdminRoute("DELETE", PATH + "/{provider}/{version}", Role.OPERATOR, this::revoke));
  }

  private AdminReply list(AdminCall call) {
    var writer = new JsonWriter(1_024).object().name("credentials").array();
    for (CredentialRecord one : credentials.list(call.by())) {
      write(writer, one);
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private AdminReply add(AdminCall call) {
    Json json = call.object(MEMBERS);
    var made = credentials.add(slot(json), secret(json), call.by());
    return AdminReply.json(201, write(new JsonWriter(256), made));
  }

  private AdminReply rotate(AdminCall call) {
    Json json = call.object(MEMBERS);
    Duration overlap = KeyRoutes.time("overlap", AdminCall.text(json, "overlap", "1h"));
    var made = credentials.rotate(slot(json), secret(json), overlap, call.by());
    return AdminReply.json(201, write(new JsonWriter(256), made));
  }

  private AdminReply revoke(AdminCall call) {
    String provider = call.part("provider");
    String tenant = call.parameter("tenant").orElse(CredentialBinding.EVERY_TENANT);
    var slot = new Slot(tenant, provider, call.parameter("name").orElse(provider));
    credentials.revoke(new CredentialRecord.Key(slot, version(call.part("version"))), call.by());
    return AdminReply.json(200, new JsonWriter(64).object().field("revoked", true).endObject());
  }

  private static int version(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw AdminCall.bad("a version is a whole number");
    }
  }

  private static Slot slot(Json json) {
    String provider = AdminCall.text(json, "provider", "");
    String tenant = AdminCall.text(json, "tenant", CredentialBinding.EVERY_TENANT);
    return new Slot(tenant, provider, AdminCall.text(json, "name", provider));
  }

  private static Secret secret(Json json) {
    String text = AdminCall.text(json, "secret", "");
    if (text.isEmpty()) {
      throw AdminCall.bad("'secret' must not be empty");
    }
    return Secret.of(text);
  }

  private JsonWriter write(JsonWriter writer, CredentialRecord one) {
    boolean all = one.slot().tenant().equals(CredentialBinding.EVERY_TENANT);
    writer.object().field("provider", one.slot().provider()).field("name", one.slot().name());
    writer.field("tenant", all ? "" : one.slot().tenant()).field("version", one.version());
    writer.field("state", state(one)).field("host", one.host().text());
    writer.field("fingerprint", one.fingerprint());
    return writer.field("created", one.life().createdAt().toString()).endObject();
  }

  private String state(CredentialRecord one) {
    if (one.life().revokedAt() != null) {
      return "revoked";
    }
    return one.usable(clock.now()) ? "usable" : "retired";
  }
}
