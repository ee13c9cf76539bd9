package io.sluice.ingress;

import io.sluice.admin.ManageTools;
import io.sluice.flow.ToolPin;
import io.sluice.flow.ToolPins;
import io.sluice.identity.Role;
import io.sluice.json.JsonWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Tools that applications offer to models, over HTTP. */
final class ToolRoutes {
  private final ManageTools tools;

  ToolRoutes(ManageTools tools) {
    this.tools = tools;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", "/api/v1/tools", Role.VIEWER, this::list),
        new AdminRoute("GET", "/api/v1/tools/draft", Role.VIEWER, this::draft),
        new AdminRoute("POST", "/api/v1/tools/{id}/approve", Role.OPERATOR, this::approve));
  }

  private AdminReply list(AdminCall call) {
    var writer = new JsonWriter(1_024).object().name("tools").array();
    for (ToolPin pin : tools.list(call.by())) {
      one(writer, pin);
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  /** What nobody has described yet, once for each name. */
  private AdminReply draft(AdminCall call) {
    var writer = new JsonWriter(1_024).object().name("tools").array();
    var named = new HashSet<String>();
    for (ToolPin pin : tools.list(call.by())) {
      String tool = pin.place().tool();
      if (!tools.described(tool) && named.add(tool)) {
        drafted(writer.object().field("tool", tool), pin).endObject();
      }
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private AdminReply approve(AdminCall call) {
    ToolPin pin = tools.approve(call.part("id"), call.by());
    var writer = new JsonWriter(256).object().field("id", ToolPins.id(pin.place()));
    return AdminReply.json(200, writer.field("tool", pin.place().tool()).endObject());
  }

  private static void one(JsonWriter writer, ToolPin pin) {
    String severity = pin.severity().name().toLowerCase(Locale.ROOT);
    writer.object().field("id", ToolPins.id(pin.place())).field("tenant", pin.place().tenant());
    writer.field("app", pin.place().app()).field("tool", pin.place().tool());
    writer.field("state", pin.severity() == ToolPin.Severity.NONE ? "pinned" : "quarantined");
    writer.field("severity", severity).field("seen", pin.seen().toString());
    drafted(writer, pin).endObject();
  }

  private static JsonWriter drafted(JsonWriter writer, ToolPin pin) {
    writer.field("effect", pin.draft().effect()).name("control_args").array();
    pin.draft().controlArgs().forEach(writer::value);
    return writer.endArray();
  }
}
