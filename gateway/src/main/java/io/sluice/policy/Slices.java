package io.sluice.policy;

import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.exception.InternalException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.schema.Schema;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Candidate;
import io.sluice.policy.Engine.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a bundle, each asked by itself and remembered by what it alone can read. A rule
 * about one team is asked once for all others, however many combinations there are of everything
 * else; so a whole matrix costs little more than its rules. What comes of them together is what
 * Cedar makes of it: an error is no answer, a forbid that applies overrides, and a permit must
 * apply. Not for exchanges: there, one question at a time, the bundle as a whole is quicker. One
 * thread at a time.
 */
final class Slices implements Asked {
  private static final int MOST_READ = 12;
  private static final int HALF = MOST_READ / 2;
  private static final int BITS = 10;

  private final List<Slice> slices;
  private final boolean approved;
  private final Map<String, Map<String, Integer>> numbers;

  private Slices(List<Slice> slices, boolean approved, Map<String, Map<String, Integer>> numbers) {
    this.slices = slices;
    this.approved = approved;
    this.numbers = numbers;
  }

  /** All that a rule can read of one question: the action, and a number for each value. */
  private record Told(Action action, long first, long second) {}

  /** What one rule comes to. */
  private enum Bearing {
    APPLIES,
    DOES_NOT,
    FAILS
  }

  /** One rule, and what it came to so far. */
  private record Slice(
      String id,
      boolean forbid,
      boolean approvable,
      Set<String> actions,
      List<String> reads,
      Engine engine,
      Map<Told, Bearing> known) {
    boolean about(Action action) {
      return actions.isEmpty() || actions.contains(action.word());
    }
  }

  /**
   * The rules of a sound bundle.
   *
   * @throws CacheException if the engine cannot keep them
   */
  static Slices of(Set<Policy> policies, Schema schema, Map<String, Rule> rules)
      throws CacheException {
    var all = new ArrayList<Slice>();
    for (Policy policy : policies) {
      Json form = form(policy);
      String id = policy.getID();
      Rule rule = rules.get(id);
      var reads = new HashSet<String>();
      read(form, reads);
      all.add(
          new Slice(
              id,
              form.text("effect", "").equals("forbid"),
              rule != null && rule.marks().approvable(),
              actions(form.at("action")),
              List.copyOf(reads),
              new Engine(Set.of(policy), schema),
              new HashMap<>()));
    }
    return new Slices(all, false, new HashMap<>());
  }

  /** The same without the forbids that a person may set aside. */
  Slices approved() {
    return new Slices(slices, true, numbers);
  }

  private static Json form(Policy policy) {
    try {
      return Json.parse(Bytes.utf8(policy.toJson()), JsonLimits.DEFAULT);
    } catch (InternalException | JsonException e) {
      throw new IllegalStateException("a rule that was checked can be read", e);
    }
  }

  private static Set<String> actions(Json scope) {
    var all = new HashSet<String>();
    if (scope.at("entity").isObject()) {
      all.add(scope.at("entity").text("id", ""));
    }
    scope.at("entities").items().forEach(item -> all.add(item.text("id", "")));
    return all;
  }

  /** The attributes and types that a rule names, of whatever it be. */
  private static void read(Json at, Set<String> reads) {
    if (at.at("type").isString() && at.at("id").isString()) {
      reads.add(at.text("type", ""));
    }
    if (at.at("attr").isString()) {
      reads.add(at.text("attr", ""));
    }
    for (Json.Field field : at.fields()) {
      if (!field.name().equals("annotations")) {
        read(field.value(), reads);
      }
    }
    at.items().forEach(item -> read(item, reads));
  }

  @Override
  public Outcome ask(Entities entities, Action action, View view) {
    var permits = new TreeSet<String>();
    var forbids = new TreeSet<String>();
    var failed = new TreeSet<String>();
    var seen = new Seen(entities.sight(), action, view);
    for (Slice slice : slices) {
      if (slice.about(action) && !(approved && slice.approvable())) {
        switch (bearing(slice, seen, entities)) {
          case APPLIES -> (slice.forbid() ? forbids : permits).add(slice.id());
          case FAILS -> failed.add(slice.id());
          case DOES_NOT -> {}
        }
      }
    }
    if (!failed.isEmpty()) {
      return new Outcome(false, List.copyOf(failed), true);
    }
    boolean allowed = forbids.isEmpty() && !permits.isEmpty();
    return new Outcome(allowed, List.copyOf(allowed ? permits : forbids), false);
  }

  private static Bearing bearing(Slice slice, Seen seen, Entities entities) {
    Told told = seen.by(slice.reads());
    Bearing known = told == null ? null : slice.known().get(told);
    if (known != null) {
      return known;
    }
    Outcome outcome = slice.engine().ask(entities, seen.action, seen.view);
    Bearing found =
        outcome.failed()
            ? Bearing.FAILS
            : outcome.rules().contains(slice.id()) ? Bearing.APPLIES : Bearing.DOES_NOT;
    if (told != null) {
      slice.known().put(told, found);
    }
    return found;
  }

  /** One question, as far as a rule can read it. */
  private final class Seen {
    private final Sight sight;
    private final Action action;
    private final View view;
    private final Map<String, Integer> values = new HashMap<>();

    Seen(Sight sight, Action action, View view) {
      this.sight = sight;
      this.action = action;
      this.view = view;
    }

    /** What is here of all that {@code reads} names; null: too much to be remembered. */
    @Nullable Told by(List<String> reads) {
      if (reads.size() > MOST_READ) {
        return null;
      }
      long first = 0;
      long second = 0;
      for (int i = 0; i < reads.size(); i++) {
        int number = values.computeIfAbsent(reads.get(i), this::number);
        if (number >= 1 << BITS) {
          return null;
        }
        first = i < HALF ? first << BITS | number : first;
        second = i < HALF ? second : second << BITS | number;
      }
      return new Told(action, first, second);
    }

    private int number(String name) {
      var known = numbers.computeIfAbsent(name, _ -> new HashMap<>());
      return known.computeIfAbsent(value(name), _ -> known.size());
    }

    /** Whoever has an attribute of that name, or is of that type: all of them together. */
    private String value(String name) {
      var text = new StringBuilder();
      add(text, sight.entity(action.principal()), name, view);
      add(text, sight.entity(action.resource()), name, view);
      add(text, sight.context(action), name, view);
      Candidate from = view.from();
      if (from != null && view.model() != null) {
        add(text, sight.entity("Model"), name, view.ofPrimary());
      }
      switch (name) {
        case "Caller", "Operator" -> text.append(view.facts().principal().id());
        case "Model", "Provider" -> text.append(ref(view.model())).append('|').append(ref(from));
        default -> {} // it has no name but its attributes
      }
      return text.toString();
    }

    private static String ref(@Nullable Candidate candidate) {
      return candidate == null ? "" : candidate.ref().text();
    }

    private static void add(
        StringBuilder text, List<Attribute> attributes, String name, View view) {
      for (Attribute attribute : attributes) {
        if (attribute.name().equals(name)) {
          text.append(attribute.value().apply(view).toCedarExpr()).append('|');
        }
      }
    }
  }
}
