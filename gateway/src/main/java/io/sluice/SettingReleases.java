package io.sluice;

import io.sluice.flow.Release;
import io.sluice.flow.Releases;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Integrity;
import io.sluice.model.Level;
import io.sluice.store.SettingStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The list of released origins as one setting. */
record SettingReleases(SettingStore settings) implements Releases.Store {
  private static final String NAME = "released-origins";

  @Override
  public List<Release> all() {
    var all = new ArrayList<Release>();
    try {
      String text = settings.get(NAME).orElse("[]");
      for (Json one : Json.parse(Bytes.utf8(text), JsonLimits.DEFAULT).items()) {
        all.add(
            new Release(
                one.text("tenant", ""),
                one.text("origin", ""),
                Integrity.of(one.text("integrity", "")).orElse(null),
                Level.of(one.text("level", "")).orElse(null),
                Instant.parse(one.text("until", "")),
                one.text("by", ""),
                one.text("reason", "")));
      }
    } catch (JsonException e) {
      throw new IllegalStateException("the list of released origins cannot be read", e);
    }
    return all;
  }

  @Override
  public void keep(List<Release> all) {
    var json = new JsonWriter(256 * all.size() + 16).array();
    for (Release one : all) {
      json.object().field("tenant", one.tenant()).field("origin", one.origin());
      json.field("integrity", one.integrity() == null ? "" : one.integrity().word());
      json.field("level", one.level() == null ? "" : one.level().word());
      json.field("until", one.until().toString()).field("by", one.by());
      json.field("reason", one.reason()).endObject();
    }
    settings.put(NAME, json.endArray().done().utf8());
  }
}
