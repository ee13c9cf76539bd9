package io.sluice.sim;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;

/** Reads what a client was told, as a client of its format would. */
final class Heard {
  private Heard() {}

  /** The text of the answer, as far as it came. */
  static String text(Asking asking, String told) {
    if (!asking.door().stream()) {
      Json whole = json(told);
      return asking.anthropic()
          ? blocks(whole)
          : whole.at("choices").items().isEmpty()
              ? ""
              : whole.at("choices").items().getFirst().at("message").text("content", "");
    }
    var text = new StringBuilder();
    told.lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> json(line.substring(6)))
        .forEach(event -> text.append(asking.anthropic() ? delta(event) : chunk(event)));
    return text.toString();
  }

  private static String blocks(Json message) {
    var text = new StringBuilder();
    for (Json block : message.at("content").items()) {
      text.append(block.text("text", ""));
    }
    return text.toString();
  }

  private static String delta(Json event) {
    return event.text("type", "").equals("content_block_delta")
        ? event.at("delta").text("text", "")
        : "";
  }

  private static String chunk(Json event) {
    var choices = event.at("choices").items();
    return choices.isEmpty() ? "" : choices.getFirst().at("delta").text("content", "");
  }

  private static Json json(String text) {
    try {
      return Json.parse(Bytes.utf8(text), JsonLimits.DEFAULT);
    } catch (JsonException e) {
      return Json.nothing();
    }
  }
}
