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
public final class Strengths {
  private static final String RESOURCE = "/strengths.csv";

  /** How many tiers there are, the cheapest first. */
  public static final int TIERS = 5;

  private static final double[] MIDDLE_DOLLARS = {0.2, 0.6, 2, 6.3, 20};
  private static final double[] MIDDLE_BILLIONS = {2, 12, 77, 450, 2_200};

  /** Beyond the outer tiers dearer is hardly better, but first where quality alone counts. */
  private static final double DEARER = 0.005;

  /** A count of parameters in a name: {@code 8b}, {@code 8x7b}, {@code 1.5b}. */
  private static final Pattern PARAMETERS =
      Pattern.compile("(?:^|[^a-z0-9.])(?:(\\d+)x)?(\\d+(?:\\.\\d+)?)b(?![a-z0-9])");

  private final Map<String, Row> rows;
  private final ConcurrentHashMap<Candidate.ModelRef, Tier> tiers = new ConcurrentHashMap<>();

  /**
   * What is expected at one kind of task.
   *
   * @param quality the share of answers that are good relative to the best model, one a tier
   * @param outputTokens of an answer
   */
  public record Row(List<Double> quality, double outputTokens) {
    public Row {
      quality = List.copyOf(quality);
      if (quality.size() != TIERS) {
        throw new IllegalArgumentException("a row has " + TIERS + " tiers");
      }
    }
  }

  private record Tier(@Nullable Price price, double place) {}

  /**
   * A table by kind of task.
   *
   * @param rows one of them under the empty text: for kinds that have none
   */
  public Strengths(Map<String, Row> rows) {
    this.rows = Map.copyOf(rows);
    if (!rows.containsKey("")) {
      throw new IllegalArgumentException("a table has a row for any kind");
    }
  }

  /** The table that comes with Sluice. */
  public static Strengths shipped() {
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
    /** The share of answers to expect to be right: between tiers as far as its price is. */
    double quality(Candidate candidate) {
      double place = strengths.known(candidate);
      int below = (int) Math.clamp(Math.floor(place), 0, TIERS - 2.0);
      double low = row.quality().get(below);
      double high = row.quality().get(below + 1);
      double share = Math.clamp(place - below, 0, 1);
      return low + share * (high - low) + DEARER * (place - below - share);
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

  private double known(Candidate candidate) {
    Tier known = tiers.get(candidate.ref());
    if (known == null || !Objects.equals(known.price(), candidate.price())) {
      known = new Tier(candidate.price(), place(candidate));
      tiers.put(candidate.ref(), known);
    }
    return known.place();
  }

  /** The tier of a model, from 0 to {@link #TIERS} - 1. */
  public static int tier(Candidate candidate) {
    return Math.clamp(Math.round(place(candidate)), 0, TIERS - 1);
  }

  /**
   * Where it stands among the tiers, whose middles are 0, 1, and so on: by what it costs; where
   * that is nothing or unknown by the size in its name, else the second.
   */
  private static double place(Candidate candidate) {
    Price price = candidate.price();
    double dollars =
        price == null ? 0 : (3 * price.input().doubleValue() + price.output().doubleValue()) / 4;
    if (dollars > 0) {
      return among(dollars, MIDDLE_DOLLARS);
    }
    Matcher size = PARAMETERS.matcher(candidate.ref().id().toLowerCase(Locale.ROOT));
    if (!size.find()) {
      return 1;
    }
    double experts = size.group(1) == null ? 1 : Double.parseDouble(size.group(1));
    return among(experts * Double.parseDouble(size.group(2)), MIDDLE_BILLIONS);
  }

  /** On a scale of ratios, also beyond its ends. */
  private static double among(double value, double[] middles) {
    int below = 0;
    while (below < middles.length - 2 && value >= middles[below + 1]) {
      below++;
    }
    double step = Math.log(middles[below + 1] / middles[below]);
    return below + Math.log(value / middles[below]) / step;
  }
}
