package io.sluice.cli.security;

import io.sluice.cli.security.DataSet.Row;
import io.sluice.inspect.InspectSettings;
import io.sluice.inspect.Inspector;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Personal data in labelled texts, by type: a value counts as found if a finding of its type
 * overlaps it. The same values are then put into JSON under usual keys and looked for again. Types
 * without a shape of their own (names, places, organisations) are not looked for, and not scored.
 */
public final class PersonalMeasure implements Measure {
  /** The types of the data that have a shape, and ours for each. */
  private static final Map<String, String> TYPES =
      Map.of(
          "EMAIL_ADDRESS", "email",
          "PHONE_NUMBER", "phone",
          "CREDIT_CARD", "card",
          "IBAN_CODE", "iban",
          "US_SSN", "national_id",
          "US_DRIVER_LICENSE", "national_id",
          "IP_ADDRESS", "ip_address",
          "STREET_ADDRESS", "address");

  /** Types with check digits or a fixed way of writing. */
  private static final Set<String> STRUCTURED =
      Set.of("email", "phone", "card", "iban", "national_id");

  /** A usual key for each type of the data. */
  private static final Map<String, String> KEYS =
      Map.of(
          "EMAIL_ADDRESS", "email",
          "PHONE_NUMBER", "phone_number",
          "CREDIT_CARD", "card_number",
          "IBAN_CODE", "iban",
          "US_SSN", "ssn",
          "US_DRIVER_LICENSE", "driversLicense",
          "STREET_ADDRESS", "streetAddress");

  private final Inspector inspector = new Inspector(InspectSettings.DEFAULT);

  /** What was found of one type. */
  private static final class Count {
    int right;
    int missed;
    int wrong;

    void add(Count other) {
      right += other.right;
      missed += other.missed;
      wrong += other.wrong;
    }

    double f1() {
      int all = 2 * right + missed + wrong;
      return all == 0 ? 1 : 2.0 * right / all;
    }
  }

  @Override
  public List<String> folders() {
    return List.of("pii");
  }

  @Override
  public List<Score> scores(DataSet data) throws IOException {
    var counts = new TreeMap<String, Count>();
    TYPES.values().forEach(type -> counts.put(type, new Count()));
    var keyed = new Count();
    var texts = new ArrayList<String>();
    for (Row row : data.rows("pii")) {
      texts.add(row.text("text"));
      if (!row.in("train")) {
        text(row, counts);
        keys(row, keyed);
      }
    }
    var scores = new ArrayList<Score>();
    var structured = new Count();
    counts.forEach(
        (type, count) -> {
          var at = new Score.At("pii", type);
          if (STRUCTURED.contains(type)) {
            structured.add(count);
          }
          scores.add(
              Score.told(at, "F1", String.format(java.util.Locale.ROOT, "%.3f", count.f1())));
          scores.add(Score.share(at, "recall", count.right, count.right + count.missed));
        });
    scores.addFirst(Score.atLeast(new Score.At("pii", "structured"), "F1", structured.f1(), 0.95));
    double recall = (double) keyed.right / Math.max(1, keyed.right + keyed.missed);
    scores.add(1, Score.atLeast(new Score.At("pii", "JSON keys"), "recall", recall, 0.98));
    scores.add(Speed.of("pii", texts, inspector, 20));
    return scores;
  }

  private void text(Row row, Map<String, Count> counts) {
    List<Finding> findings = inspector.scan(row.text("text")).bySegment().getFirst();
    var used = new HashSet<Finding>();
    for (Json span : row.json().at("spans").items()) {
      String type = TYPES.get(span.text("type", ""));
      if (type == null) {
        continue;
      }
      boolean hit = false;
      for (Finding finding : findings) {
        if (finding.type().equals(type)
            && finding.span().start() < span.integer("end", 0)
            && span.integer("start", 0) < finding.span().end()) {
          hit = true;
          used.add(finding);
        }
      }
      Count count = counts.getOrDefault(type, new Count());
      count.right += hit ? 1 : 0;
      count.missed += hit ? 0 : 1;
    }
    for (Finding finding : findings) {
      Count count = counts.get(finding.type());
      if (count != null && !used.contains(finding)) {
        count.wrong++;
      }
    }
  }

  private void keys(Row row, Count keyed) {
    for (Json span : row.json().at("spans").items()) {
      String key = KEYS.get(span.text("type", ""));
      if (key == null) {
        continue;
      }
      String value = span.text("value", "");
      var record = new JsonWriter(256).object().field("id", 7).field(key, value);
      String json = record.endObject().done().utf8();
      boolean hit =
          inspector.scanJson(json).bySegment().getFirst().stream()
              .anyMatch(finding -> finding.span().start() > json.indexOf(key));
      keyed.right += hit ? 1 : 0;
      keyed.missed += hit ? 0 : 1;
    }
  }
}
