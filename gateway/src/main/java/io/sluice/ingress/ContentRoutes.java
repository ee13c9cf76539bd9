package io.sluice.ingress;

import io.sluice.admin.ManageContent;
import io.sluice.admin.ManageContent.Draft;
import io.sluice.flow.Registration;
import io.sluice.identity.Role;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Registered content over HTTP: texts and rows come in pieces, under one name. */
final class ContentRoutes {
  private static final String PATH = "/api/v1/content";
  private static final List<String> MEMBERS =
      List.of("tenant", "name", "kind", "label", "texts", "rows");

  private final ManageContent content;

  ContentRoutes(ManageContent content) {
    this.content = content;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", PATH, Role.VIEWER, this::list),
        new AdminRoute("POST", PATH, Role.OPERATOR, this::add),
        new AdminRoute("DELETE", PATH + "/{name}", Role.OPERATOR, this::remove));
  }

  private AdminReply list(AdminCall call) {
    var writer = new JsonWriter(1_024).object().name("content").array();
    for (Registration one : content.list(call.by())) {
      one(writer, one);
    }
    writer.endArray().name("full_percent").object();
    new TreeMap<>(content.full()).forEach(writer::field);
    return AdminReply.json(200, writer.endObject().endObject());
  }

  private AdminReply add(AdminCall call) {
    Json body = call.object(MEMBERS);
    var draft =
        new Draft(
            AdminCall.text(body, "tenant", "default"),
            AdminCall.text(body, "name", ""),
            AdminCall.text(body, "kind", "documents"),
            AdminCall.text(body, "label", ""));
    boolean table = !body.at("rows").absent();
    Registration now =
        table
            ? content.rows(draft, rows(body), call.by())
            : content.texts(draft, AdminCall.texts(body, "texts"), call.by());
    return AdminReply.json(201, one(new JsonWriter(256), now));
  }

  private static List<List<String>> rows(Json body) {
    var rows = new ArrayList<List<String>>();
    for (Json row : body.at("rows").items()) {
      var cells = new ArrayList<String>();
      for (Json cell : row.items()) {
        cells.add(cell.string().orElseThrow(() -> AdminCall.bad("each cell must be text")));
      }
      rows.add(cells);
    }
    return rows;
  }

  private AdminReply remove(AdminCall call) {
    String tenant = call.parameter("tenant").orElse("default");
    Registration gone = content.remove(tenant, call.part("name"), call.by());
    return AdminReply.json(200, one(new JsonWriter(256), gone));
  }

  private static JsonWriter one(JsonWriter writer, Registration one) {
    writer.object().field("tenant", one.tenant()).field("name", one.name());
    writer.field("kind", one.kind().word()).field("label", one.label().text());
    writer.field("pieces", one.pieces());
    return writer.field("since", one.since().toString()).endObject();
  }
}
