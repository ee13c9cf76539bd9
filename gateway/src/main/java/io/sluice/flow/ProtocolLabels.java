package io.sluice.flow;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import java.util.List;
import java.util.Locale;

/**
 * What a tool server says itself of a result that is handed on as JSON: the information-flow labels
 * {@code _meta.ifc} (integrity, confidentiality), and the hints of tool annotations. Nobody vouches
 * for the server, so what it says can only make a label worse. Pure.
 *
 * <p>Source: Model Context Protocol, {@code _meta} and tool annotations; SEP-1913 for the hints
 * beside a result.
 */
final class ProtocolLabels {
  private static final List<String> PLACES = List.of("_meta", "annotations");

  private ProtocolLabels() {}

  /** What {@code result} says of itself; {@link Label#BOTTOM} where it says nothing. */
  static Label of(String result) {
    if (!result.startsWith("{") || PLACES.stream().noneMatch(result::contains)) {
      return Label.BOTTOM;
    }
    try {
      Json root = Json.parse(Bytes.utf8(result), JsonLimits.DEFAULT);
      var label = ifc(root.at("_meta").at("ifc"));
      for (String place : PLACES) {
        label = label.join(hints(root.at(place)));
      }
      return label;
    } catch (JsonException other) { // some text that begins like JSON
      return Label.BOTTOM;
    }
  }

  private static Label ifc(Json ifc) {
    if (!ifc.isObject()) {
      return Label.BOTTOM;
    }
    boolean trusted =
        ifc.at("integrity").absent()
            || List.of("trusted", "high").contains(word(ifc.at("integrity")));
    return label(trusted ? Integrity.OPERATOR : Integrity.UNTRUSTED, level(ifc));
  }

  /** A level by its name; readers that are not everybody are worth the level confidential. */
  private static Level level(Json ifc) {
    Json said = ifc.at("confidentiality");
    if (said.absent()) {
      return Level.PUBLIC;
    }
    List<Json> readers = said.isArray() ? said.items() : List.of(said);
    if (readers.size() == 1) {
      return Level.of(word(readers.getFirst())).orElse(Level.CONFIDENTIAL);
    }
    return Level.CONFIDENTIAL;
  }

  private static Label hints(Json place) {
    boolean untrusted =
        place.at("openWorldHint").bool(false) || place.at("maliciousActivityHint").bool(false);
    Level level = place.at("privateHint").bool(false) ? Level.CONFIDENTIAL : Level.PUBLIC;
    Level sensitive =
        switch (word(place.at("sensitiveHint"))) {
          case "", "low", "none" -> Level.PUBLIC;
          case "medium" -> Level.CONFIDENTIAL;
          default -> Level.RESTRICTED;
        };
    return label(untrusted ? Integrity.UNTRUSTED : Integrity.OPERATOR, level.max(sensitive));
  }

  private static Label label(Integrity integrity, Level level) {
    return new Label(integrity, level, Categories.NONE);
  }

  private static String word(Json json) {
    return json.string().orElse("").toLowerCase(Locale.ROOT);
  }
}
