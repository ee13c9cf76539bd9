package io.sluice.route;

import io.sluice.model.Candidate;
import io.sluice.model.ModelFamily;
import io.sluice.model.Price;
import io.sluice.model.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of a model before this installation measured it: by the kind of task, and by
 * what was recorded of its family elsewhere, else by its tier. The table comes with Sluice; what is
 * learned stands on it.
 */
public final class Strengths {
  private static final String RESOURCE = "/strengths.csv";

  private static final int TIERS = StrengthsTable.TIERS;

  private static final double[] MIDDLE_DOLLARS = {0.2, 0.6, 2, 6.3, 20};
  private static final double[] MIDDLE_BILLIONS = {2, 12, 77, 450, 2_200};

  /** Beyond the outer tiers dearer is hardly better, but first where quality alone counts. */
  private static final double DEARER = 0.005;

  /** A count of parameters in a name: {@code 8b}, {@code 8x7b}, {@code 1.5b}. */
  private static final Pattern PARAMETERS =
      Pattern.compile("(?:^|[^a-z0-9.])(?:(\\d+)x)?(\\d+(?:\\.\\d+)?)b(?![a-z0-9])");

  private final StrengthsTable table;
  private final ConcurrentHashMap<Candidate.ModelRef, Tier> tiers = new ConcurrentHashMap<>();

  /** What is told of a model by its price and its name. */
  private record Tier(@Nullable Price price, double place, String family) {}

  /** What is expected by this table. */
  public Strengths(StrengthsTable table) {
    this.table = table;
  }

  /** The table that comes with Sluice. */
  public static StrengthsTable shipped() {
    try (var in = Strengths.class.getResourceAsStream(RESOURCE)) {
      var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return StrengthsTable.read(text.lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is expected at one kind of task. */
  record AtKind(Strengths strengths, StrengthsTable.Row row, Map<String, Double> models) {
    /**
     * The share of answers to expect to be right: what was measured of its family at this kind of
     * task; of one that nobody measured, between tiers as far as its price is.
     */
    double quality(Candidate candidate) {
      Tier tier = strengths.known(candidate);
      Double measured = models.isEmpty() ? null : models.get(tier.family());
      return measured == null ? byPrice(tier.place()) : measured;
    }

    private double byPrice(double place) {
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

  /**
   * Where a route states a kind that the table does not know, the one told from the form counts.
   */
  AtKind at(Task task) {
    int form = task.shape().indexOf(Tasks.FORM);
    boolean known = form < 0 || table.rows().containsKey(task.kind());
    return at(known ? task.kind() : task.shape().substring(0, form));
  }

  private AtKind at(String kind) {
    var row = table.rows().get(kind);
    return new AtKind(
        this,
        row == null ? Objects.requireNonNull(table.rows().get("")) : row,
        table.models().getOrDefault(kind, Map.of()));
  }

  private Tier known(Candidate candidate) {
    Tier known = tiers.get(candidate.ref());
    if (known == null || !Objects.equals(known.price(), candidate.price())) {
      String family = ModelFamily.of(candidate.ref().id());
      known = new Tier(candidate.price(), place(candidate), family);
      tiers.put(candidate.ref(), known);
    }
    return known;
  }

  /**
   * What to expect of a model that is known by its price alone, at one kind of task.
   *
   * @return the share of answers that are good relative to the best model, in (0, 1)
   */
  public double byPrice(String kind, Candidate candidate) {
    return at(kind).byPrice(place(candidate));
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
