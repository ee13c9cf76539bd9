package io.sluice.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judgements of texts: one that holds the word {@code flagworthy} is flagged, in the category
 * {@code simulated}. A self-hosted server also says where it stands, in code points.
 *
 * <p>Source: OpenAI API reference, Moderations.
 */
final class Moderation {
  /** What is flagged. */
  static final String WORD = "flagworthy";

  private Moderation() {}

  static Map<String, @Nullable Object> answer(Call call, Dialect dialect) throws ApiError {
    var results = new ArrayList<@Nullable Object>();
    for (String text : Embeddings.inputs(call.json().at("input"))) {
      var places = places(text);
      boolean flagged = !places.isEmpty();
      var result =
          Json.object(
              "flagged",
              flagged,
              "categories",
              Json.object("simulated", flagged, "other", false),
              "category_scores",
              Json.object("simulated", flagged ? 0.99 : 0.01, "other", 0.0));
      if (dialect == Dialect.COMPATIBLE) {
        result.put("spans", places);
      }
      results.add(result);
    }
    String id = new Ids(call).hex("modr-", 24);
    return Json.object("id", id, "model", call.model(), "results", results);
  }

  private static List<Object> places(String text) {
    var places = new ArrayList<Object>();
    for (int at = text.indexOf(WORD); at >= 0; at = text.indexOf(WORD, at + 1)) {
      long from = text.codePointCount(0, at);
      places.add(List.of(from, from + WORD.length()));
    }
    return places;
  }
}
