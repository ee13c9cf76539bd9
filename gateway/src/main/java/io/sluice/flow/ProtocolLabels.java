package io.sluice.flow;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Readers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a tool server says itself, of a result that is handed on as JSON or of a tool's definition:
 * the information-flow labels {@code _meta.ifc} (integrity, confidentiality), and the hints of tool
 * annotations. Of a server that nobody vouches for it can only make a label worse; what an operator
 * vouches for takes the place of what is said of the tool. Pure.
 *
 * <p>Source: Model Context Protocol, {@code _meta} and tool annotations; SEP-1913 for the hints
 * beside a result.
 */
final class ProtocolLabels {
  /** Where hints stand, and where labels and hints do. */
  static final String ANNOTATIONS = "annotations";

  static final String META = "_meta";
  private static final List<String> PLACES = List.of(META, ANNOTATIONS);
  private static final Label NOTHING = Label.BOTTOM;

  private ProtocolLabels() {}

  /** What {@code result} of {@code tool} is worth, by what operators and its server say. */
  static Label of(String result, ToolPolicy tool) {
    boolean asked = tool.claims().vouched() || !tool.claims().readersFrom().isEmpty();
    if (!result.startsWith("{") || !asked && PLACES.stream().noneMatch(result::contains)) {
      return tool.result();
    }
    try {
      Json root = Json.parse(Bytes.utf8(result), JsonLimits.DEFAULT);
      return of(root, tool);
    } catch (JsonException other) { // some text that begins like JSON
      return tool.result();
    }
  }

  private static Label of(Json root, ToolPolicy tool) {
    Json ifc = root.at(META).at("ifc");
    Label own =
        tool.claims().vouched() && ifc.isObject()
            ? vouched(ifc, tool.result())
            : tool.result().join(ifc(ifc));
    var names = new ArrayList<String>();
    for (String path : tool.claims().readersFrom()) {
      names(at(root, path), names);
    }
    if (!names.isEmpty() && !own.readers().everyone()) {
      names.addAll(own.readers().names());
      own = new Label(own.integrity(), own.level(), own.categories(), Readers.of(names));
    }
    return own.join(hints(root.at(META))).join(hints(root.at(ANNOTATIONS)));
  }

  private static Json at(Json root, String path) {
    Json at = root;
    for (String name : path.split("\\.", -1)) {
      at = at.at(name);
    }
    return at;
  }

  private static void names(Json said, List<String> into) {
    for (Json one : said.isArray() ? said.items() : List.of(said)) {
      one.string().filter(Readers::isName).ifPresent(into::add);
    }
  }

  /** What a server says that is vouched for; its readers are beside those of the tool. */
  private static Label vouched(Json ifc, Label usual) {
    var readers = new ArrayList<String>();
    Json said = ifc.at("confidentiality");
    if (level(ifc) == Level.CONFIDENTIAL && Level.of(word(said)).isEmpty()) {
      names(said, readers);
      readers.addAll(usual.readers().names());
    }
    boolean listed = !readers.isEmpty();
    return new Label(
        trusted(ifc) ? Integrity.INTERNAL : Integrity.UNTRUSTED,
        said.absent() ? usual.level() : level(ifc),
        usual.categories(),
        listed ? Readers.of(readers) : usual.readers());
  }

  /** What a definition says of what its tool returns: {@code _meta}, or annotations. */
  static Label of(Json place) {
    return ifc(place.at("ifc")).join(hints(place));
  }

  private static Label ifc(Json ifc) {
    return ifc.isObject()
        ? label(trusted(ifc) ? Integrity.OPERATOR : Integrity.UNTRUSTED, level(ifc))
        : NOTHING;
  }

  private static boolean trusted(Json ifc) {
    return ifc.at("integrity").absent()
        || List.of("trusted", "high").contains(word(ifc.at("integrity")));
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
