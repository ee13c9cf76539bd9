package io.sluice.ingress;

import io.sluice.admin.Onboard;
import io.sluice.identity.Role;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** What probes found out about a model, over HTTP. */
final class ProbeRoutes {
  private static final List<String> FIGURES =
      List.of("median_ms", "cost_usd", "calibrated", "calibration_items");

  private final Onboard onboard;

  ProbeRoutes(Onboard onboard) {
    this.onboard = onboard;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("POST", "/api/v1/models/{model}/probes", Role.OPERATOR, this::found));
  }

  private AdminReply found(AdminCall call) {
    var known = new ArrayList<>(FIGURES);
    known.add("capabilities");
    Json body = call.object(known);
    var can = new HashMap<String, Boolean>();
    for (Json.Field field : body.at("capabilities").fields()) {
      boolean truth = field.value().kind() == Json.Kind.TRUE;
      if (!truth && field.value().kind() != Json.Kind.FALSE) {
        throw AdminCall.bad("'capabilities' holds true or false by name");
      }
      can.put(field.name(), truth);
    }
    var figures = new HashMap<String, String>();
    for (String name : FIGURES) {
      body.at(name).number().ifPresent(value -> figures.put(name, Double.toString(value)));
    }
    String model = URLDecoder.decode(call.part("model"), StandardCharsets.UTF_8);
    String ref = onboard.found(model, new Onboard.Found(can, figures), call.by());
    return AdminReply.json(200, new JsonWriter(128).object().field("model", ref).endObject());
  }
}
