package io.sluice;

import io.sluice.flow.Registered;
import io.sluice.flow.Registration;
import io.sluice.flow.Registration.Kind;
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
import io.sluice.store.SettingStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The list of registrations as one setting. */
record SettingRegistrations(SettingStore settings) implements Registered.Store {
  private static final String NAME = "registered-content";

  @Override
  public List<Registration> all() {
    var all = new ArrayList<Registration>();
    String text = settings.get(NAME).orElse("[]");
    try {
      for (Json one : Json.parse(Bytes.utf8(text), JsonLimits.DEFAULT).items()) {
        all.add(read(one));
      }
    } catch (JsonException e) {
      throw new IllegalStateException("the list of registered content cannot be read", e);
    }
    return all;
  }

  @Override
  public void keep(List<Registration> all) {
    var json = new JsonWriter(256 * all.size() + 16).array();
    for (Registration one : all) {
      json.object().field("tenant", one.tenant()).field("name", one.name());
      json.field("kind", one.kind().word()).field("level", one.label().level().word());
      json.name("categories").array();
      one.label().categories().names().forEach(json::value);
      json.endArray();
      if (!one.label().readers().everyone()) {
        json.name("readers").array();
        one.label().readers().names().forEach(json::value);
        json.endArray();
      }
      json.field("pieces", one.pieces());
      json.field("since", one.since().toString()).endObject();
    }
    settings.put(NAME, json.endArray().done().utf8());
  }

  private static Readers readers(Json json) {
    return json.missing()
        ? Readers.EVERYONE
        : Readers.of(json.items().stream().map(one -> one.string().orElse("")).toList());
  }

  private static Registration read(Json json) {
    List<String> categories =
        json.at("categories").items().stream().map(one -> one.string().orElse("")).toList();
    var label =
        new Label(
            Integrity.OPERATOR,
            Level.of(json.text("level", "")).orElse(Level.RESTRICTED),
            Categories.of(categories),
            readers(json.at("readers")));
    return new Registration(
        json.text("tenant", ""),
        json.text("name", ""),
        Kind.valueOf(json.text("kind", "documents").toUpperCase(Locale.ROOT)),
        label,
        (int) json.integer("pieces", 0),
        Instant.parse(json.text("since", "")));
  }
}
