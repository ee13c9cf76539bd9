package io.sluice;

import io.sluice.admin.Hold;
import io.sluice.admin.HoldStore;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.store.SettingStore;
import java.util.ArrayList;
import java.util.List;

/** Legal holds as one setting, a list in JSON: there are few. */
record SettingHolds(SettingStore settings) implements HoldStore {
  private static final String NAME = "payload-holds";

  @Override
  public List<Hold> all() {
    var all = new ArrayList<Hold>();
    try {
      Json list = Json.parse(Bytes.utf8(settings.get(NAME).orElse("[]")), JsonLimits.DEFAULT);
      for (Json one : list.items()) {
        all.add(
            new Hold(
                one.text("id", ""),
                one.text("exchange", ""),
                one.text("tenant", ""),
                one.text("subject", ""),
                one.text("reason", ""),
                one.text("by", "")));
      }
    } catch (JsonException e) {
      throw new IllegalStateException("the list of holds cannot be read", e);
    }
    return all;
  }

  @Override
  public void replace(List<Hold> holds) {
    var writer = new JsonWriter(256).array();
    for (Hold hold : holds) {
      writer.object().field("id", hold.id()).field("exchange", hold.exchange());
      writer.field("tenant", hold.tenant()).field("subject", hold.subject());
      writer.field("reason", hold.reason()).field("by", hold.by()).endObject();
    }
    settings.put(NAME, writer.endArray().done().utf8());
  }
}
