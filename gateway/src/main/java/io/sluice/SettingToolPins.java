package io.sluice;

import io.sluice.flow.ToolPin;
import io.sluice.flow.ToolPin.Definition;
import io.sluice.flow.ToolPin.Draft;
import io.sluice.flow.ToolPin.Place;
import io.sluice.flow.ToolPins;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.store.SettingStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Pins of tools as settings: one each, and how many there are. */
record SettingToolPins(SettingStore settings) implements ToolPins.Store {
  private static final String COUNT = "tool-pins";
  private static final String ONE = "tool-pin/";
  private static final String NUMBER = "tool-pin-number/";

  @Override
  public List<ToolPin> all() {
    var all = new ArrayList<ToolPin>();
    for (int number = 0; number < count(); number++) {
      settings.get(ONE + number).map(SettingToolPins::read).ifPresent(all::add);
    }
    return all;
  }

  private int count() {
    return Integer.parseInt(settings.get(COUNT).orElse("0"));
  }

  @Override
  public synchronized void put(ToolPin pin) {
    String number = settings.get(NUMBER + ToolPins.id(pin.place())).orElse("");
    if (number.isEmpty()) {
      int next = count();
      number = Integer.toString(next);
      settings.put(COUNT, Integer.toString(next + 1)); // a crash here leaves a number unused
      settings.put(NUMBER + ToolPins.id(pin.place()), number);
    }
    settings.put(ONE + number, write(pin));
  }

  private static String write(ToolPin pin) {
    var json = new JsonWriter(512).object().field("tenant", pin.place().tenant());
    json.field("app", pin.place().app()).field("tool", pin.place().tool());
    definition(json.name("trusted"), pin.trusted());
    definition(json.name("waiting"), pin.waiting());
    json.field("effect", pin.draft().effect()).name("control").array();
    pin.draft().controlArgs().forEach(json::value);
    json.endArray().field("seen", pin.seen().toString());
    return json.endObject().done().utf8();
  }

  private static void definition(JsonWriter json, Definition definition) {
    json.object().field("words", definition.words());
    json.field("schema", definition.schema()).endObject();
  }

  private static ToolPin read(String text) {
    try {
      Json json = Json.parse(Bytes.utf8(text), JsonLimits.DEFAULT);
      List<String> control =
          json.at("control").items().stream().map(one -> one.string().orElse("")).toList();
      return new ToolPin(
          new Place(json.text("tenant", ""), json.text("app", ""), json.text("tool", "")),
          definition(json.at("trusted")),
          definition(json.at("waiting")),
          new Draft(json.text("effect", ""), control),
          Instant.parse(json.text("seen", "")));
    } catch (JsonException e) {
      throw new IllegalStateException("a pinned tool cannot be read", e);
    }
  }

  private static Definition definition(Json json) {
    return new Definition(json.text("words", ""), json.text("schema", ""));
  }
}
