package io.sluice.admin;

import io.sluice.identity.Operator;
import io.sluice.identity.Role;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.pipeline.Snapshot;
import io.sluice.registry.RouteSetting;
import io.sluice.route.Card;
import io.sluice.route.Card.Sum;
import io.sluice.route.Figure;
import io.sluice.route.Learned;
import io.sluice.route.Scorecards.Entry;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How models do on the tenants' own traffic, and what routing saved. Reads only. */
public final class Compare {
  /** How much worse answers may be before a saving is no saving: five in a hundred. */
  static final double GUARD = 0.05;

  /** Fewer judged answers than this show nothing. */
  static final double LEAST_JUDGED = 30;

  private final Learned learned;
  private final Supplier<Snapshot> snapshots;

  /** Over what was learned, under the routes in force. */
  public Compare(Learned learned, Supplier<Snapshot> snapshots) {
    this.learned = learned;
    this.snapshots = snapshots;
  }

  /**
   * Which traffic.
   *
   * @param tenant empty: every tenant's
   */
  public record Scope(String tenant, LocalDate since) {
    Predicate<Entry> of() {
      return entry ->
          (tenant.isEmpty() || tenant.equals(entry.tenant())) && !entry.day().isBefore(since);
    }
  }

  /** Money in US dollars, times in milliseconds. */
  public record Measures(
      Figure cost,
      Figure firstContent,
      Figure failed,
      Figure declined,
      Figure valid,
      Figure score) {
    static Measures of(Card card) {
      double answered = card.of(Sum.ANSWERED);
      Figure micros = Figure.mean(card.of(Sum.COST), card.of(Sum.COST_SQ), answered);
      return new Measures(
          new Figure(
              micros.value() / 1e6, micros.low() / 1e6, micros.high() / 1e6, micros.observations()),
          Figure.mean(card.of(Sum.FIRST), card.of(Sum.FIRST_SQ), card.of(Sum.TIMED)),
          Figure.share(card.of(Sum.FAILED), answered + card.of(Sum.FAILED)),
          Figure.share(card.of(Sum.DECLINED), answered),
          Figure.share(card.of(Sum.VALID), card.of(Sum.CHECKED)),
          score(card));
    }

    private static Figure score(Card card) {
      Figure mean = Figure.mean(card.of(Sum.SCORE), card.of(Sum.SCORE_SQ), card.of(Sum.SCORED));
      return card.of(Sum.SCORED) < 2
          ? new Figure(mean.value(), 0, 1, mean.observations())
          : new Figure(mean.value(), mean.low(), Math.min(1, mean.high()), mean.observations());
    }
  }

  /**
   * One model's scorecard.
   *
   * @param part {@code candidate}, {@code canary}, {@code shadow} or {@code former}
   */
  public record Scorecard(String model, String part, double answered, Measures measures) {}

  /** A route's scorecards, and what it saved. */
  public record Comparison(String route, List<Scorecard> models, Saving saving) {
    public Comparison {
      models = List.copyOf(models);
    }
  }

  /**
   * What was spent, beside what the same tokens would have cost elsewhere; US dollars.
   *
   * @param guard what stands beside the claim: {@code held}, {@code not_shown} or {@code worse}
   */
  public record Saving(
      double spent, double beside, double requestedSpent, double requested, String guard) {}

  /** One line of savings. */
  public record Line(String team, String route, String day, Saving saving)
      implements Comparable<Line> {
    @Override
    public int compareTo(Line other) {
      int byDay = day.compareTo(other.day);
      int byTeam = team.compareTo(other.team);
      return byDay != 0 ? byDay : byTeam != 0 ? byTeam : route.compareTo(other.route);
    }
  }

  /**
   * The scorecards of {@code route}. Needs the role viewer.
   *
   * @throws io.sluice.model.Stop NOT_FOUND if there is no such route and nothing was asked of it
   */
  public Comparison route(String route, Scope scope, Operator by) {
    by.require(Role.VIEWER);
    var setting = snapshots.get().registry().route(route);
    Predicate<Entry> ofRoute = scope.of().and(entry -> entry.route().equals(route));
    var live = learned.cards().grouped(ofRoute.and(e -> !e.shadow()), Entry::model);
    var shadow = learned.cards().grouped(ofRoute.and(Entry::shadow), Entry::model);
    if (setting.isEmpty() && live.isEmpty() && shadow.isEmpty()) {
      throw Fault.of(Code.NOT_FOUND, "there is no route '" + route + "'").stop();
    }
    var all = new ArrayList<Scorecard>();
    live.forEach(
        (model, card) -> all.add(scorecard(model, part(setting.orElse(null), model), card)));
    shadow.forEach((model, card) -> all.add(scorecard(model, "shadow", card)));
    var sum = new CardSum();
    live.values().forEach(sum::add);
    return new Comparison(route, all, saving(sum, guard(route, scope, live)));
  }

  private static Scorecard scorecard(String model, String part, Card card) {
    return new Scorecard(model, part, card.of(Sum.ANSWERED), Measures.of(card));
  }

  private String part(@Nullable RouteSetting route, String model) {
    if (route == null) {
      return "candidate";
    }
    var canary = route.steering().canary();
    boolean listed = route.models().stream().anyMatch(name -> ref(name).equals(model));
    return canary != null && ref(canary.model()).equals(model)
        ? "canary"
        : listed ? "candidate" : "former";
  }

  private String ref(String name) {
    return snapshots
        .get()
        .registry()
        .single(name)
        .map(target -> target.candidates().getFirst().ref().text())
        .orElse(name);
  }

  /** What was saved, by day, team and route. Needs the role viewer. */
  public List<Line> savings(Scope scope, Operator by) {
    by.require(Role.VIEWER);
    var lines = new ArrayList<Line>();
    var routes = learned.cards().grouped(scope.of(), Entry::route).keySet();
    for (String route : routes) {
      Predicate<Entry> ofRoute =
          scope.of().and(entry -> entry.route().equals(route) && !entry.shadow());
      String guard = guard(route, scope, learned.cards().grouped(ofRoute, Entry::model));
      learned
          .cards()
          .grouped(ofRoute, entry -> entry.day() + "\n" + entry.team())
          .forEach(
              (key, card) -> {
                var sum = new CardSum();
                sum.add(card);
                String[] parts = key.split("\n", -1);
                lines.add(new Line(parts[1], route, parts[0], saving(sum, guard)));
              });
    }
    return lines.stream().sorted().toList();
  }

  /** Sums of what savings are told from, in micro-dollars. */
  private static final class CardSum {
    private double baseline;
    private double baselineSpent;
    private double requested;
    private double requestedSpent;

    void add(Card card) {
      baseline += card.of(Sum.BASELINE);
      baselineSpent += card.of(Sum.BASELINE_SPENT);
      requested += card.of(Sum.REQUESTED);
      requestedSpent += card.of(Sum.REQUESTED_SPENT);
    }
  }

  private static Saving saving(CardSum sum, String guard) {
    return new Saving(
        sum.baselineSpent / 1e6,
        sum.baseline / 1e6,
        sum.requestedSpent / 1e6,
        sum.requested / 1e6,
        guard);
  }

  /**
   * Whether answers are as good as the baseline model's: by people's scores where there are enough,
   * else not shown. Held means that even at the ends of the intervals they are no more than {@link
   * #GUARD} worse.
   */
  private String guard(String route, Scope scope, Map<String, Card> served) {
    String baseline =
        snapshots.get().registry().route(route).map(r -> r.steering().baseline()).orElse("");
    Predicate<Entry> asked = scope.of().and(entry -> entry.route().equals(route));
    Card premium = learned.cards().grouped(asked, Entry::model).get(ref(baseline));
    double scored = 0;
    double sum = 0;
    double squares = 0;
    for (Card card : served.values()) {
      scored += card.of(Sum.SCORED);
      sum += card.of(Sum.SCORE);
      squares += card.of(Sum.SCORE_SQ);
    }
    if (premium == null || premium.of(Sum.SCORED) < LEAST_JUDGED || scored < LEAST_JUDGED) {
      return "not_shown";
    }
    Figure ours = Figure.mean(sum, squares, scored);
    Figure theirs =
        Figure.mean(premium.of(Sum.SCORE), premium.of(Sum.SCORE_SQ), premium.of(Sum.SCORED));
    if (ours.low() >= theirs.high() - GUARD) {
      return "held";
    }
    return ours.high() < theirs.low() - GUARD ? "worse" : "not_shown";
  }
}
