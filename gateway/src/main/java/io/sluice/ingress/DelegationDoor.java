package io.sluice.ingress;

import io.sluice.identity.Delegations;
import io.sluice.json.Json;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.pipeline.Gateway;
import io.sluice.pipeline.Received;
import java.util.List;
import java.util.Map;

/**
 * {@code POST /v1/sluice/delegations}: a credential for an agent that acts for whoever asks. Its
 * chain is what policy asks for one by one.
 */
final class DelegationDoor {
  private static final String PATH = "/v1/sluice/delegations";

  private static final JsonLimits LIMITS = new JsonLimits(4, 64 << 10, 64, 1_024);
  private static final List<String> KNOWN = List.of("agent", "models", "ttl");

  private final Gateway gateway;

  DelegationDoor(Gateway gateway) {
    this.gateway = gateway;
  }

  static boolean has(Arrival.Line line) {
    return line.path().equals(PATH) && line.method().equals("POST");
  }

  AdminReply answer(Received received) {
    Bytes text = received.take(LIMITS).body();
    Json body = new AdminCall(null, Map.of(), "", text).object(KNOWN);
    String ttl = AdminCall.text(body, "ttl", "");
    var wish =
        new Delegations.Wish(
            AdminCall.text(body, "agent", ""),
            AdminCall.texts(body, "models"),
            ttl.isEmpty() ? null : KeyRoutes.time("ttl", ttl));
    var issued = gateway.delegate(received.presented(), wish);
    var writer = new JsonWriter(512).object().field("credential", issued.reveal());
    writer.name("chain").array();
    issued.principal().delegation().chain().forEach(writer::value);
    writer.endArray().field("expires", issued.expires().toString());
    return AdminReply.json(201, writer.endObject());
  }
}
