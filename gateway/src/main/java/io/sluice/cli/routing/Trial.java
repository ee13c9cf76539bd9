package io.sluice.cli.routing;

import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Facts;
import io.sluice.model.Level;
import io.sluice.model.Permit;
import io.sluice.model.Target;
import io.sluice.model.Task;
import io.sluice.policy.Policy;
import io.sluice.policy.Rules;
import io.sluice.route.Expected;
import io.sluice.route.Experience;
import io.sluice.route.Outlook;
import io.sluice.route.Planner;
import io.sluice.route.Preference;
import io.sluice.route.RouteView;
import io.sluice.route.RouteView.Weights;
import io.sluice.route.Strengths;
import io.sluice.route.Tasks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Routes every prompt of one set with the product's own policy, planner and experience. In {@code
 * FOLDS} parts: what is known of models at one part was learned from the others.
 */
final class Trial {
  /** What is known of a prompt and of the models. */
  enum Mode {
    /** The kind of task as the set names it, as a route that states its task would. */
    GIVEN,
    /** The kind of task told from the request. */
    CLASSIFIED,
    /** The same, with nothing learned: the table that comes with the product. */
    COLD
  }

  private static final int FOLDS = 5;
  private static final double MICROS = 1e6;
  private static final double STEP = 0.15;

  private final Outcomes set;
  private final Rules rules;
  private final Strengths strengths;
  private final Policy policy = new Policy();
  private final Planner planner = new Planner();
  private final Map<ModelRef, Integer> places = new HashMap<>();

  /** {@code strengths}: what is expected of models before anything is learned. */
  Trial(Outcomes set, Rules rules, Strengths strengths) {
    this.set = set;
    this.rules = rules;
    this.strengths = strengths;
    set.models().forEach(model -> places.put(model.ref(), places.size()));
  }

  /** One prompt's outlook: it is the same at every setting. */
  private static final class Remembered implements Outlook {
    private final Outlook outlook;
    private final Map<ModelRef, Expected> known = new HashMap<>();

    Remembered(Outlook outlook) {
      this.outlook = outlook;
    }

    @Override
    public Expected of(Candidate candidate) {
      return known.computeIfAbsent(candidate.ref(), _ -> outlook.of(candidate));
    }

    @Override
    public Usual usual() {
      return outlook.usual();
    }
  }

  /** The settings of the weights, from cost alone to quality alone. */
  static List<Weights> settings() {
    var all = new ArrayList<Weights>();
    all.add(Weights.CHEAPEST);
    for (double exponent = -2; exponent <= 4; exponent += STEP) {
      all.add(new Weights(1, 0, Math.pow(10, exponent), 0, 0));
    }
    all.add(new Weights(0, 0, 1, 0, 0));
    return all;
  }

  /** The part each prompt is in. */
  private int[] folds(long seed) {
    var order = new ArrayList<Integer>();
    for (int i = 0; i < set.prompts(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(seed));
    int[] fold = new int[set.prompts()];
    for (int i = 0; i < order.size(); i++) {
      fold[order.get(i)] = i % FOLDS;
    }
    return fold;
  }

  Routed run(Mode mode, Pair pair, long seed) {
    List<Weights> settings = settings();
    int[][] chosen = new int[settings.size()][set.prompts()];
    double[] gain = new double[set.prompts()];
    int[] folds = folds(seed);
    Task[] tasks = tasks(mode);
    for (int fold = 0; fold < FOLDS; fold++) {
      var experience = mode == Mode.COLD ? new Experience(strengths) : learned(folds, fold, tasks);
      for (int prompt = 0; prompt < set.prompts(); prompt++) {
        if (folds[prompt] == fold) {
          var sight = new Experience.Sight(Requests.TENANT, Requests.ROUTE, tasks[prompt]);
          Outlook outlook = experience.outlook(sight);
          choose(prompt, tasks[prompt], outlook, new Choices(settings, chosen));
          gain[prompt] =
              outlook.of(set.models().get(pair.strong())).quality()
                  - outlook.of(set.models().get(pair.weak())).quality();
        }
      }
    }
    return new Routed(chosen, gain);
  }

  private Task[] tasks(Mode mode) {
    Task[] tasks = new Task[set.prompts()];
    for (int i = 0; i < tasks.length; i++) {
      var item = set.items().get(i);
      String stated = mode == Mode.GIVEN ? item.task() : "";
      tasks[i] = Tasks.of(item.prompt(), stated);
    }
    return tasks;
  }

  private Experience learned(int[] folds, int without, Task[] tasks) {
    var experience = new Experience(strengths);
    for (int prompt = 0; prompt < set.prompts(); prompt++) {
      if (folds[prompt] != without) {
        var sight = new Experience.Sight(Requests.TENANT, Requests.ROUTE, tasks[prompt]);
        for (int model = 0; model < set.models().size(); model++) {
          if (set.answered(prompt, model)) {
            learn(experience, sight, prompt, model);
          }
        }
      }
    }
    return experience;
  }

  private void learn(Experience experience, Experience.Sight sight, int prompt, int model) {
    Candidate candidate = set.models().get(model);
    double quality = Math.clamp(set.quality()[prompt][model], 0, 1);
    experience.scored(sight, candidate, quality, 1);
    double input = set.inputTokens(prompt);
    double tokens = Derived.tokens(candidate.price(), set.cost()[prompt][model] * MICROS, input);
    experience.answered(sight, candidate, input, tokens);
  }

  /** Where choices go, and at which settings. */
  @SuppressWarnings("ArrayRecordComponent") // tables of numbers, compared by nobody
  private record Choices(List<Weights> settings, int[][] chosen) {}

  private void choose(int prompt, Task task, Outlook outlook, Choices choices) {
    Target target = target(prompt);
    Facts facts = Requests.facts(set.items().get(prompt).prompt(), task, Level.PUBLIC);
    if (!(policy.decide(facts, target, rules) instanceof Permit permit)) {
      throw new IllegalStateException("everything is permitted here");
    }
    var preference = new Preference(new Remembered(outlook), List.of());
    for (int i = 0; i < choices.settings().size(); i++) {
      var view = new RouteView(Map.of(), _ -> null, choices.settings().get(i), preference);
      var first = planner.plan(permit, facts, view).order().getFirst();
      choices.chosen()[i][prompt] = places.getOrDefault(first.candidate().ref(), -1);
    }
  }

  /** The models that answered this prompt. */
  private Target target(int prompt) {
    var able = new ArrayList<Candidate>();
    for (int model = 0; model < set.models().size(); model++) {
      if (set.answered(prompt, model)) {
        able.add(set.models().get(model));
      }
    }
    return new Target(Requests.ROUTE, false, able);
  }
}
