package io.sluice.wire.moderations;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Span;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How classifiers are asked: {@code {"model", "input": [texts]}}, answered by {@code {"results":
 * [{"flagged", "categories": {name: truth}}]}}, one for each text in order. A result may also say
 * {@code "spans": [[start, end]]}: which characters (Unicode code points) it is about. Pure.
 *
 * <p>Source: OpenAI API reference, Moderations; the member {@code spans} is ours.
 */
public final class Moderations {
  /** The format's name in the record. */
  public static final String NAME = "moderations";

  /** What its address ends in. */
  public static final String PATH = "/moderations";

  /** The most places that are taken from one result. */
  static final int MOST_SPANS = 1_000;

  private static final JsonLimits LIMITS = new JsonLimits(32, 1 << 20, 1_000, 100_000);

  private Moderations() {}

  /**
   * A question as it is sent.
   *
   * @param texts where each text lies in the body, inside its quotes
   */
  public record Asked(Bytes body, List<Span> texts) {
    public Asked {
      texts = List.copyOf(texts);
    }
  }

  /**
   * What was said of one text.
   *
   * @param categories those that it is in, whatever {@code flagged} says; sorted
   * @param spans ranges of chars (UTF-16 units) of the text; none: all of it is meant
   */
  public record Result(boolean flagged, Set<String> categories, List<Span> spans) {
    public Result {
      categories = Set.copyOf(categories);
      spans = List.copyOf(spans);
    }
  }

  /** The question of {@code model} what it makes of {@code texts}. */
  public static Asked ask(String model, List<String> texts) {
    var out = new ByteArrayOutputStream(1_024);
    put(out, new JsonWriter(64).object().field("model", model).name("input").done());
    var spans = new ArrayList<Span>(texts.size());
    String before = "[\"";
    for (String text : texts) {
      put(out, Bytes.utf8(before));
      int start = out.size();
      put(out, JsonWriter.escaped(text));
      spans.add(new Span(start, out.size()));
      before = "\",\"";
    }
    put(out, Bytes.utf8(texts.isEmpty() ? "[]}" : "\"]}"));
    return new Asked(Bytes.owning(out.toByteArray()), spans);
  }

  private static void put(ByteArrayOutputStream out, Bytes bytes) {
    out.write(bytes.array(), bytes.offset(), bytes.length());
  }

  /**
   * What was answered.
   *
   * @param texts that were asked about
   * @return one for each text, in order; empty: it is no answer to that question
   */
  public static Optional<List<Result>> read(Bytes body, List<String> texts) {
    try {
      List<Json> said = Json.parse(body, LIMITS).at("results").items();
      if (said.size() != texts.size()) {
        return Optional.empty();
      }
      var results = new ArrayList<Result>(said.size());
      for (int i = 0; i < said.size(); i++) {
        Json one = said.get(i);
        if (truth(one.at("flagged")).isEmpty()) {
          return Optional.empty();
        }
        results.add(result(one, texts.get(i)));
      }
      return Optional.of(results);
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private static Result result(Json said, String text) {
    var categories = new TreeSet<String>();
    for (Json.Field field : said.at("categories").fields()) {
      if (truth(field.value()).orElse(false)) {
        categories.add(field.name());
      }
    }
    var spans = new ArrayList<Span>();
    int most = text.codePointCount(0, text.length());
    for (Json one : said.at("spans").items()) {
      span(one.items(), text, most).ifPresent(spans::add);
      if (spans.size() > MOST_SPANS) {
        return new Result(true, categories, List.of()); // too many to tell apart: all of it
      }
    }
    boolean flagged = truth(said.at("flagged")).orElse(true);
    return new Result(flagged, categories, spans);
  }

  /** A place in the text, in chars; empty where it names none. */
  private static Optional<Span> span(List<Json> ends, String text, int most) {
    long from = ends.size() == 2 ? ends.getFirst().integer().orElse(-1) : -1;
    long to = ends.size() == 2 ? ends.getLast().integer().orElse(-1) : -1;
    if (from < 0 || to <= from || to > most) {
      return Optional.empty();
    }
    int start = text.offsetByCodePoints(0, (int) from);
    return Optional.of(new Span(start, text.offsetByCodePoints(start, (int) (to - from))));
  }

  private static Optional<Boolean> truth(Json value) {
    return switch (value.raw().utf8()) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
