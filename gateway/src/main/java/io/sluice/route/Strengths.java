package io.sluice.route;

import io.sluice.model.Candidate;
import io.sluice.model.Price;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of a model before anybody measured it: by the kind of task and by its tier. The
 * table comes with Sluice; what is learned stands on it.
 */
final class Strengths {
  private static final String RESOURCE = "/strengths.csv";
  private static final int TIERS = 5;
  private static final double[] BELOW_DOLLARS = {0.35, 1, 4, 10};
  private static final double[] BELOW_BILLIONS = {5, 30, 200, 1_000};

  /** A count of parameters in a name: {@code 8b}, {@code 8x7b}, {@code 1.5b}. */
  private static final Pattern PARAMETERS =
      Pattern.compile("(?:^|[^a-z0-9.])(?:(\\d+)x)?(\\d+(?:\\.\\d+)?)b(?![a-z0-9])");

  private final Map<String, Row> rows;
  private final ConcurrentHashMap<Candidate.ModelRef, Tier> tiers = new ConcurrentHashMap<>();

  private record Row(List<Double> quality, double outputTokens) {}

  private record Tier(@Nullable Price price, int number) {}

  private Strengths(Map<String, Row> rows) {
    this.rows = Map.copyOf(rows);
  }

  /** The table that comes with Sluice. */
  static Strengths shipped() {
    try (var in = Strengths.class.getResourceAsStream(RESOURCE)) {
      var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return of(text.lines().filter(line -> !line.startsWith("#")).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Strengths of(List<String> lines) {
    var rows = new HashMap<String, Row>();
    for (String line : lines) {
      String[] cells = line.split(",");
      var quality = new ArrayList<Double>();
      for (int i = 0; i < TIERS; i++) {
        quality.add(Double.parseDouble(cells[i + 1]));
      }
      rows.put(cells[0], new Row(List.copyOf(quality), Double.parseDouble(cells[TIERS + 1])));
    }
    return new Strengths(rows);
  }

  /** What is expected at one kind of task. */
  record AtKind(Strengths strengths, Row row) {
    /** The share of answers to expect to be right. */
    double quality(Candidate candidate) {
      return row.quality().get(strengths.tier(candidate));
    }

    /** How many tokens to expect in an answer. */
    double outputTokens() {
      return row.outputTokens();
    }
  }

  AtKind at(String kind) {
    Row row = rows.get(kind);
    return new AtKind(this, row == null ? Objects.requireNonNull(rows.get("")) : row);
  }

  private int tier(Candidate candidate) {
    Tier known = tiers.get(candidate.ref());
    if (known == null || !Objects.equals(known.price(), candidate.price())) {
      known = new Tier(candidate.price(), number(candidate));
      tiers.put(candidate.ref(), known);
    }
    return known.number();
  }

  /**
   * By what it costs; where that is nothing or unknown by the size in its name, else the second.
   */
  private static int number(Candidate candidate) {
    Price price = candidate.price();
    double dollars =
        price == null ? 0 : (3 * price.input().doubleValue() + price.output().doubleValue()) / 4;
    if (dollars > 0) {
      return step(dollars, BELOW_DOLLARS);
    }
    Matcher size = PARAMETERS.matcher(candidate.ref().id().toLowerCase(Locale.ROOT));
    if (!size.find()) {
      return 1;
    }
    double experts = size.group(1) == null ? 1 : Double.parseDouble(size.group(1));
    return step(experts * Double.parseDouble(size.group(2)), BELOW_BILLIONS);
  }

  private static int step(double value, double[] below) {
    int step = 0;
    while (step < below.length && value >= below[step]) {
      step++;
    }
    return step;
  }
}
