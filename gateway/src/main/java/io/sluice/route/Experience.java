package io.sluice.route;

import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Task;
import io.sluice.route.Outlook.Usual;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each tenant's own traffic taught about each model, by task: scores as a Beta posterior that
 * starts from what is known one step further out (shape from kind, kind from the model's record at
 * everything, that from the shipped table), and the length of answers. Thread-safe.
 */
public final class Experience {
  /** How many scored answers what is known further out is worth: the floor of evidence. */
  static final double PRIOR_MODEL = 20;

  static final double PRIOR_KIND = 50;
  static final double PRIOR_SHAPE = 100;

  /** The same for the length of answers, which says more at once. */
  private static final double PRIOR_LENGTH = 20;

  private static final int MOST_PLACES = 50_000;

  private final Strengths strengths;
  private final ConcurrentHashMap<Place, ConcurrentHashMap<ModelRef, Tally>> places =
      new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Workload, Sizes> sizes = new ConcurrentHashMap<>();

  /** Nothing seen yet: what comes with Sluice is all there is. */
  public Experience() {
    this(new Strengths(Strengths.shipped()));
  }

  /** The same on another table. */
  public Experience(Strengths strengths) {
    this.strengths = strengths;
  }

  /** Whose, and at what; a kind alone is that kind in every shape, neither is everything. */
  public record Place(String tenant, String kind, String shape) {}

  private record Workload(String tenant, String route) {}

  /**
   * What was seen of one model in one place.
   *
   * @param scored number of scores, each of weight at most one
   * @param good their sum
   * @param hoped the sum of what was expected of them before anything was learned
   * @param answers number of answers whose length is known
   * @param outputTokens their sum
   */
  public record Tally(
      double scored, double good, double hoped, double answers, double outputTokens) {
    /** Nothing seen. */
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    Tally plus(Tally more) {
      return new Tally(
          scored + more.scored,
          good + more.good,
          hoped + more.hoped,
          answers + more.answers,
          outputTokens + more.outputTokens);
    }
  }

  private record Sizes(double requests, double inputTokens, double outputTokens) {
    Sizes plus(Sizes more) {
      return new Sizes(
          requests + more.requests,
          inputTokens + more.inputTokens,
          outputTokens + more.outputTokens);
    }

    Usual mean() {
      return new Usual(inputTokens / requests, outputTokens / requests);
    }
  }

  /** Where something was seen. */
  public record Sight(String tenant, String route, Task task) {}

  /**
   * An answer was judged.
   *
   * @param score 0 (bad) to 1 (good)
   * @param weight how much the judge's word counts, in (0, 1]
   */
  public void scored(Sight sight, Candidate candidate, double score, double weight) {
    if (!(score >= 0 && score <= 1 && weight > 0 && weight <= 1)) {
      throw new IllegalArgumentException("a score is in [0, 1], its weight in (0, 1]");
    }
    double hoped = strengths.at(sight.task()).quality(candidate) * weight;
    add(sight, candidate.ref(), new Tally(weight, score * weight, hoped, 0, 0));
  }

  /** An answer had so many tokens, to a prompt of so many. */
  public void answered(Sight sight, Candidate candidate, double inputTokens, double outputTokens) {
    add(sight, candidate.ref(), new Tally(0, 0, 0, 1, outputTokens));
    sizes.merge(
        new Workload(sight.tenant(), sight.route()),
        new Sizes(1, inputTokens, outputTokens),
        Sizes::plus);
  }

  private void add(Sight sight, ModelRef model, Tally more) {
    Task task = sight.task();
    add(new Place(sight.tenant(), "", ""), model, more);
    if (!task.kind().isEmpty()) {
      add(new Place(sight.tenant(), task.kind(), ""), model, more);
    }
    if (!task.shape().isEmpty()) {
      add(new Place(sight.tenant(), task.kind(), task.shape()), model, more);
    }
  }

  private void add(Place place, ModelRef model, Tally more) {
    var models = places.get(place);
    if (models == null) {
      if (places.size() >= MOST_PLACES) {
        return;
      }
      models = places.computeIfAbsent(place, _ -> new ConcurrentHashMap<>());
    }
    models.merge(model, more, Tally::plus);
  }

  /** Told of every place and model. */
  interface PlaceReader {
    void place(Place place, ModelRef model, Tally tally);
  }

  void places(PlaceReader reader) {
    places.forEach(
        (place, models) -> models.forEach((model, tally) -> reader.place(place, model, tally)));
  }

  /** Told of every route of every tenant: requests, tokens in, tokens out. */
  interface WorkloadReader {
    void workload(String tenant, String route, List<Double> sums);
  }

  void workloads(WorkloadReader reader) {
    sizes.forEach(
        (workload, sums) ->
            reader.workload(
                workload.tenant(),
                workload.route(),
                List.of(sums.requests(), sums.inputTokens(), sums.outputTokens())));
  }

  void restore(Place place, ModelRef model, Tally tally) {
    add(place, model, tally);
  }

  void restore(String tenant, String route, List<Double> sums) {
    if (sums.size() == 3 && sums.getFirst() > 0) {
      sizes.merge(
          new Workload(tenant, route),
          new Sizes(sums.get(0), sums.get(1), sums.get(2)),
          Sizes::plus);
    }
  }

  /** What is expected of models at {@code sight}. */
  public Outlook outlook(Sight sight) {
    Task task = sight.task();
    var around =
        new Around(
            seen(new Place(sight.tenant(), "", "")),
            task.kind().isEmpty() ? Map.of() : seen(new Place(sight.tenant(), task.kind(), "")),
            task.shape().isEmpty()
                ? Map.of()
                : seen(new Place(sight.tenant(), task.kind(), task.shape())));
    Sizes usual = sizes.get(new Workload(sight.tenant(), sight.route()));
    return new Known(strengths.at(task), around, usual == null ? Usual.UNKNOWN : usual.mean());
  }

  private Map<ModelRef, Tally> seen(Place place) {
    var models = places.get(place);
    return models == null ? Map.of() : models;
  }

  /** What was seen of each model at everything, at this kind of task, and at exactly this one. */
  private record Around(
      Map<ModelRef, Tally> everything, Map<ModelRef, Tally> kind, Map<ModelRef, Tally> shape) {}

  private record Known(Strengths.AtKind strengths, Around around, Usual usual) implements Outlook {
    @Override
    public Expected of(Candidate candidate) {
      Tally everything = around.everything().getOrDefault(candidate.ref(), Tally.NONE);
      Tally here = around.kind().getOrDefault(candidate.ref(), Tally.NONE);
      Tally exactly = around.shape().getOrDefault(candidate.ref(), Tally.NONE);
      double better =
          (everything.good() - everything.hoped()) / (everything.scored() + PRIOR_MODEL);
      double quality = Math.clamp(strengths.quality(candidate) + better, 0.01, 0.99);
      quality = (here.good() + PRIOR_KIND * quality) / (here.scored() + PRIOR_KIND);
      quality = (exactly.good() + PRIOR_SHAPE * quality) / (exactly.scored() + PRIOR_SHAPE);
      double length = length(strengths.outputTokens(), everything);
      length = length(length(length, here), exactly);
      return new Expected(quality, length, here.scored());
    }

    private static double length(double outer, Tally tally) {
      return (tally.outputTokens() + PRIOR_LENGTH * outer) / (tally.answers() + PRIOR_LENGTH);
    }
  }
}
