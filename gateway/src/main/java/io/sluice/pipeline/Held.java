package io.sluice.pipeline;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Readers;
import io.sluice.wire.Kept;
import java.util.ArrayList;

/**
 * An answer that is kept so that its caller can go on from it.
 *
 * @param label of all that led to it
 * @param model {@code provider/id} of the model that made it
 * @param byProvider true if the provider keeps it too
 */
public record Held(Kept kept, Label label, String model, boolean byProvider) {
  private static final JsonLimits LIMITS = JsonLimits.DEFAULT;

  /** The provider that made it. */
  String provider() {
    int slash = model.indexOf('/');
    return slash < 0 ? model : model.substring(0, slash);
  }

  private static Readers readers(Json json) {
    if (json.missing()) {
      return Readers.EVERYONE;
    }
    return Readers.of(json.items().stream().map(item -> item.string().orElse("")).toList());
  }

  /** All of it as JSON, to be sealed. */
  Bytes text() {
    var json = new JsonWriter(kept.said().length() + kept.response().length() + 256).object();
    json.field("id", kept.id()).field("model", model).field("by_provider", byProvider);
    json.field("level", label.level().word()).field("integrity", label.integrity().word());
    json.name("categories").array();
    label.categories().names().forEach(json::value);
    json.endArray();
    if (!label.readers().everyone()) {
      json.name("readers").array();
      label.readers().names().forEach(json::value);
      json.endArray();
    }
    json.field("said", kept.said()).field("response", kept.response());
    return json.endObject().done();
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalStateException if it is something else
   */
  static Held of(Bytes text) {
    try {
      Json json = Json.parse(text, LIMITS);
      var categories = new ArrayList<String>();
      json.at("categories").items().forEach(item -> item.string().ifPresent(categories::add));
      var label =
          new Label(
              Integrity.of(json.text("integrity", "")).orElse(Integrity.UNTRUSTED),
              Level.of(json.text("level", "")).orElse(Level.RESTRICTED),
              Categories.of(categories),
              readers(json.at("readers")));
      var kept = new Kept(json.text("id", ""), json.at("said").raw(), json.at("response").raw());
      return new Held(kept, label, json.text("model", ""), json.at("by_provider").bool(false));
    } catch (JsonException e) {
      throw new IllegalStateException("a kept answer cannot be read", e);
    }
  }
}
