package io.sluice.audit;

import io.sluice.json.Json;
import io.sluice.model.Label;
import io.sluice.model.Origin;
import io.sluice.model.Span;
import io.sluice.model.Stretch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the content of a request came from, as the record has it: no content, only places.
 *
 * @param mode how far flows are enforced there: {@code observe}, {@code balanced} or {@code strict}
 * @param context the join over all of the request, what was recognised included
 * @param known what was recognised
 * @param would what would have been decided if that were enforced
 */
public record Descent(String mode, Label context, List<Known> known, Would would) {
  /** Nothing is known of it. */
  public static final Descent NONE = new Descent("", Label.BOTTOM, List.of(), Would.NOTHING);

  /** More stretches than these are only counted. */
  private static final int MOST = 32;

  /** A stretch of one segment; {@code segment}: which, such as {@code user:2}. */
  public record Known(String segment, Stretch stretch) {}

  /**
   * What modes that are not in force would have done.
   *
   * @param modes those that would have decided otherwise, mildest first
   * @param reason what the mildest of them would have said; empty: none would
   */
  public record Would(List<String> modes, String reason) {
    /** The same. */
    public static final Would NOTHING = new Would(List.of(), "");

    public Would {
      modes = List.copyOf(modes);
    }
  }

  public Descent {
    known = List.copyOf(known);
  }

  /** Names are in the order that canonical JSON wants. */
  static void write(EntryText text, Descent descent) {
    if (descent.mode.isEmpty()) {
      return;
    }
    text.open("flow");
    if (!descent.known.isEmpty()) {
      text.open("context");
      FactsText.label(text, descent.context);
      text.close().array("known");
      for (Known one : descent.known.subList(0, Math.min(MOST, descent.known.size()))) {
        write(text, one);
      }
      text.endArray();
    }
    text.text("mode", descent.mode).number("stretches", descent.known.size());
    text.text("would", descent.would.reason());
    text.list("would_stop", descent.would.modes()).close();
  }

  private static void write(EntryText text, Known one) {
    Span span = one.stretch().span();
    text.open().number("from", span.start()).open("label");
    FactsText.label(text, one.stretch().label());
    text.close().array("origins");
    for (Origin origin : one.stretch().origins()) {
      text.open().text("exchange", origin.exchange()).text("segment", origin.segment()).close();
    }
    text.endArray().text("segment", one.segment()).number("to", span.end()).close();
  }

  /** The exchanges that content of this entry was seen in before. */
  static List<String> origins(Json entry) {
    Set<String> all = new LinkedHashSet<>();
    for (Json one : entry.at("flow").at("known").items()) {
      for (Json origin : one.at("origins").items()) {
        all.add(origin.text("exchange", ""));
      }
    }
    all.remove("");
    return List.copyOf(all);
  }

  /** The same for a reader. */
  static List<String> told(Json entry) {
    Json flow = entry.at("flow");
    if (flow.missing()) {
      return List.of();
    }
    var lines = new ArrayList<String>();
    String mode = flow.text("mode", "");
    String note = mode.equals("observe") ? ": what comes back is recorded, not enforced" : "";
    lines.add(mode + note);
    for (Json one : flow.at("known").items()) {
      var from = new ArrayList<String>();
      for (Json origin : one.at("origins").items()) {
        String exchange = origin.text("exchange", "");
        from.add((exchange.isEmpty() ? "" : exchange + " ") + origin.text("segment", ""));
      }
      lines.add(
          "%s, characters %d to %d: %s, from %s"
              .formatted(
                  one.text("segment", ""),
                  one.integer("from", 0),
                  one.integer("to", 0),
                  Explanation.text(FactsText.label(one.at("label"))),
                  String.join(", ", from)));
    }
    long more = flow.integer("stretches", 0) - flow.at("known").items().size();
    if (more > 0) {
      lines.add("and " + more + " more");
    }
    if (!flow.text("would", "").isEmpty()) {
      String modes = String.join(" and ", FactsText.list(flow.at("would_stop")));
      lines.add(
          "enforced, it would have been: "
              + flow.text("would", "")
              + (modes.isEmpty() ? "" : " (in " + modes + ")"));
    }
    return lines;
  }
}
