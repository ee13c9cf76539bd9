package io.sluice.wire;

import io.sluice.json.JsonWriter;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;

/** The member {@code sluice} of a refusal, a cut or a failure: one shape in every format. */
public final class StopNote {
  private StopNote() {}

  /** Adds it to an object that is open. */
  public static JsonWriter write(JsonWriter json, Fault fault, ExchangeId exchange) {
    json.name("sluice").object().field("code", fault.code().word());
    json.field("exchange", exchange.value());
    if (!fault.approval().isEmpty()) {
      json.field("approval", fault.approval());
    }
    if (!fault.details().isEmpty()) {
      json.name("details").array();
      fault.details().forEach(json::value);
      json.endArray();
    }
    return json.endObject();
  }
}
