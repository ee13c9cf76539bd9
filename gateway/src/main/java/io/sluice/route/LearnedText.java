package io.sluice.route;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.route.Experience.Place;
import io.sluice.route.Experience.Tally;
import io.sluice.route.Scorecards.Entry;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was learned as lines of JSON, one per place, workload and card, both ways. A line that
 * cannot be read is left out: what it said is learned anew.
 */
public final class LearnedText {
  private static final JsonLimits LIMITS = new JsonLimits(8, 1 << 16, 64, 1_000);

  private LearnedText() {}

  /** The lines, of what is known now. */
  public static List<String> write(Learned learned) {
    var lines = new ArrayList<String>();
    learned
        .experience()
        .places(
            (place, model, tally) -> {
              var out = new JsonWriter(160).object().field("of", "place");
              out.field("tenant", place.tenant()).field("kind", place.kind());
              out.field("shape", place.shape()).field("provider", model.provider());
              out.field("id", model.id());
              numbers(
                  out,
                  List.of(
                      tally.scored(),
                      tally.good(),
                      tally.hoped(),
                      tally.answers(),
                      tally.outputTokens()));
              lines.add(out.endObject().done().utf8());
            });
    learned
        .experience()
        .workloads(
            (tenant, route, sums) -> {
              var out = new JsonWriter(120).object().field("of", "workload");
              out.field("tenant", tenant).field("route", route);
              numbers(out, sums);
              lines.add(out.endObject().done().utf8());
            });
    learned.measured().all().forEach((model, words) -> lines.add(lacks(model, words)));
    learned.served().all().forEach((model, heard) -> lines.add(served(model, heard)));
    learned.cards().all().forEach((entry, card) -> lines.add(card(entry, card)));
    return lines;
  }

  private static String lacks(ModelRef model, Set<String> words) {
    var out = of("lacks", model);
    texts(out.name("words"), words.stream().sorted().toList());
    return out.endObject().done().utf8();
  }

  private static String served(ModelRef model, ServedModels.Heard heard) {
    var out = of("served", model);
    texts(out.name("models"), heard.models());
    texts(out.name("fingerprints"), heard.fingerprints());
    return out.endObject().done().utf8();
  }

  private static JsonWriter of(String what, ModelRef model) {
    var out = new JsonWriter(160).object().field("of", what);
    return out.field("provider", model.provider()).field("id", model.id());
  }

  private static void texts(JsonWriter out, List<String> texts) {
    out.array();
    texts.forEach(out::value);
    out.endArray();
  }

  private static String card(Entry entry, Card card) {
    var out = new JsonWriter(240).object().field("of", "card").field("tenant", entry.tenant());
    out.field("team", entry.team()).field("route", entry.route());
    out.field("day", entry.day().toString()).field("model", entry.model());
    out.field("shadow", entry.shadow());
    numbers(out, card.all());
    return out.endObject().done().utf8();
  }

  private static void numbers(JsonWriter out, List<Double> numbers) {
    out.name("sums").array();
    numbers.forEach(out::value);
    out.endArray();
  }

  /** Puts one line back. */
  public static void read(String line, Learned into) {
    try {
      Json json = Json.parse(Bytes.utf8(line), LIMITS);
      var sums = new ArrayList<Double>();
      json.at("sums").items().forEach(item -> sums.add(item.number().orElse(0)));
      switch (json.text("of", "")) {
        case "place" -> place(json, sums, into.experience());
        case "workload" ->
            into.experience().restore(json.text("tenant", ""), json.text("route", ""), sums);
        case "lacks" -> lacks(json, into.measured());
        case "served" ->
            into.served()
                .restore(
                    new ModelRef(json.text("provider", ""), json.text("id", "")),
                    texts(json.at("models")),
                    texts(json.at("fingerprints")));
        case "card" -> into.cards().restore(entry(json), sums);
        default -> {}
      }
    } catch (JsonException | DateTimeParseException | IndexOutOfBoundsException e) {
      // learned anew
    }
  }

  private static void place(Json json, List<Double> sums, Experience into) {
    var place = new Place(json.text("tenant", ""), json.text("kind", ""), json.text("shape", ""));
    var model = new ModelRef(json.text("provider", ""), json.text("id", ""));
    into.restore(
        place, model, new Tally(sums.get(0), sums.get(1), sums.get(2), sums.get(3), sums.get(4)));
  }

  private static List<String> texts(Json list) {
    return list.items().stream().map(item -> item.string().orElse("")).toList();
  }

  private static void lacks(Json json, Measured into) {
    var words = new HashSet<>(texts(json.at("words")));
    words.retainAll(Measured.WORDS);
    into.lacks(new ModelRef(json.text("provider", ""), json.text("id", "")), words);
  }

  private static Entry entry(Json json) {
    return new Entry(
        json.text("tenant", ""),
        json.text("team", ""),
        json.text("route", ""),
        LocalDate.parse(json.text("day", "")),
        json.text("model", ""),
        json.at("shadow").bool(false));
  }
}
