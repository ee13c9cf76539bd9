package io.sluice.ingress;

import io.sluice.admin.ManageCatalogue;
import io.sluice.admin.ManageCatalogue.Draft;
import io.sluice.identity.Role;
import io.sluice.json.JsonWriter;
import io.sluice.registry.Listing;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * Imported lists of models and prices over HTTP: the body of an import is the list as it stands.
 */
final class CatalogueRoutes {
  private static final String PATH = "/api/v1/catalogue";

  private final ManageCatalogue catalogue;

  CatalogueRoutes(ManageCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", PATH, Role.VIEWER, this::list),
        new AdminRoute("POST", PATH, Role.OPERATOR, this::add));
  }

  private AdminReply list(AdminCall call) {
    var writer = new JsonWriter(512).object().name("lists").array();
    for (Listing one : catalogue.list(call.by())) {
      version(writer.object(), one.version()).field("models", one.size()).endObject();
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private AdminReply add(AdminCall call) {
    String day = call.parameter("as_of").orElse("");
    LocalDate asOf;
    try {
      asOf = LocalDate.parse(day);
    } catch (DateTimeParseException e) {
      throw AdminCall.bad("'as_of' must be the day the list was made, such as 2026-07-02");
    }
    boolean anyway = call.parameter("anyway").orElse("").equals("true");
    String source = call.parameter("source").orElse("");
    var made = catalogue.add(new Draft(call.body(), source, asOf, anyway), call.by());
    var writer = version(new JsonWriter(256).object(), made.version());
    writer.field("models", made.models()).field("left_out", made.left());
    return AdminReply.json(201, writer.field("before", made.before()).endObject());
  }

  private static JsonWriter version(JsonWriter writer, Listing.Version version) {
    writer.field("source", version.source().word()).field("as_of", version.asOf().toString());
    return writer.field("sha256", version.sha256());
  }
}
