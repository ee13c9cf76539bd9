package io.sluice.ingress;

import io.sluice.admin.InventoryLines;
import io.sluice.admin.ManageInventory;
import io.sluice.admin.ManageInventory.Draft;
import io.sluice.admin.ManageInventory.Version;
import io.sluice.audit.CsvLine;
import io.sluice.identity.Role;
import io.sluice.json.JsonWriter;
import java.util.List;

/** The inventory over HTTP: the body of an import is the text as it stands. */
final class InventoryRoutes {
  private static final String PATH = "/api/v1/inventory";

  private final ManageInventory inventory;

  InventoryRoutes(ManageInventory inventory) {
    this.inventory = inventory;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", PATH, Role.VIEWER, this::export),
        new AdminRoute("POST", PATH + "/import", Role.ADMIN, this::take),
        new AdminRoute("GET", PATH + "/versions", Role.VIEWER, this::versions),
        new AdminRoute("GET", PATH + "/versions/{number}", Role.VIEWER, this::version));
  }

  private AdminReply take(AdminCall call) {
    boolean trial = call.parameter("check").orElse("").equals("true");
    String name = call.parameter("name").orElse("inventory.yaml");
    var taken = inventory.take(new Draft(name, call.body().utf8(), trial), call.by());
    var writer = new JsonWriter(512).object().field("checked_only", trial);
    writer.field("version", taken.version()).field("sha256", taken.after());
    writer.field("before", taken.before()).name("subjects").array();
    taken.subjects().forEach(writer::value);
    writer.endArray().name("tools").array();
    taken.tools().forEach(writer::value);
    return AdminReply.json(trial ? 200 : 201, writer.endArray().endObject());
  }

  private AdminReply versions(AdminCall call) {
    var writer = new JsonWriter(512).object().name("versions").array();
    for (Version one : inventory.versions(call.by())) {
      writer.object().field("version", one.number()).field("name", one.name());
      writer.field("sha256", one.sha256()).field("by", one.by());
      writer.field("at", one.at().toString()).endObject();
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private AdminReply version(AdminCall call) {
    return AdminReply.text(200, inventory.text(call.part("number"), call.by()));
  }

  private AdminReply export(AdminCall call) {
    var lines = inventory.export(call.by());
    return switch (call.parameter("format").orElse("yaml")) {
      case "csv" -> {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(CsvLine.write(line)).append('\n'));
        yield AdminReply.text(200, text.toString());
      }
      case "yaml" -> AdminReply.text(200, yaml(lines));
      default -> throw AdminCall.bad("'format' must be yaml or csv");
    };
  }

  /** Every value is quoted as JSON does, which YAML reads the same; what is empty is left out. */
  private static String yaml(List<List<String>> lines) {
    List<String> columns = lines.getFirst();
    var text = new StringBuilder("inventory:\n");
    for (List<String> line : lines.subList(1, lines.size())) {
      for (int i = 0; i < columns.size(); i++) {
        if (!line.get(i).isEmpty()) {
          text.append(i == 0 ? "  - " : "    ").append(columns.get(i)).append(": ");
          text.append(value(columns.get(i), line.get(i))).append('\n');
        }
      }
    }
    return text.toString();
  }

  private static String value(String column, String text) {
    var writer = new JsonWriter(64);
    if (!InventoryLines.LISTS.contains(column)) {
      return writer.value(text).done().utf8();
    }
    writer.array();
    for (String part : text.split("; ", -1)) {
      writer.value(part);
    }
    return writer.endArray().done().utf8();
  }
}
