package io.sluice.registry;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.registry.Listing.Shelf;
import io.sluice.registry.Listing.Source;
import io.sluice.registry.Listing.Version;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An imported list as it is kept in the data directory, in the catalogue's own form. */
public final class ListingFile {
  private ListingFile() {}

  /** The file's text. */
  public static Bytes write(Listing listing) {
    var version = listing.version();
    var out = new JsonWriter(1 << 20).object().field("source", version.source().word());
    out.field("as_of", version.asOf().toString()).field("sha256", version.sha256());
    out.name("shelves").array();
    for (Shelf shelf : listing.shelves()) {
      out.object().field("vendor", shelf.vendor()).field("host", shelf.host());
      out.name("models").array();
      new TreeMap<>(shelf.models()).forEach((id, traits) -> CatalogueFile.write(out, id, traits));
      out.endArray().endObject();
    }
    return out.endArray().endObject().done();
  }

  /**
   * Reads it again.
   *
   * @throws IOException if it is damaged
   */
  public static Listing read(Bytes file) throws IOException {
    try {
      Json root = Json.parse(file, JsonLimits.DEFAULT);
      var shelves = new ArrayList<Shelf>();
      for (Json item : root.at("shelves").items()) {
        Map<String, ModelSetting.Traits> models = new LinkedHashMap<>();
        for (Json model : item.at("models").items()) {
          var entry = CatalogueFile.entry(model);
          models.put(entry.id(), entry.traits());
        }
        shelves.add(new Shelf(item.text("vendor", ""), item.text("host", ""), models));
      }
      var source = Source.of(root.text("source", "")).orElseThrow(() -> damaged(null));
      var asOf = LocalDate.parse(root.text("as_of", ""));
      return new Listing(new Version(source, asOf, root.text("sha256", "")), shelves);
    } catch (JsonException | DateTimeException | IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private static IOException damaged(@Nullable Exception cause) {
    return new IOException("a list of models in the data directory is damaged", cause);
  }
}
