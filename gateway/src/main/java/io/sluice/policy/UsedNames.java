package io.sluice.policy;

import io.sluice.json.Json;
import io.sluice.model.Integrity;
import io.sluice.model.Level;
import io.sluice.model.Nearest;
import io.sluice.model.Profile.Standing;
import io.sluice.model.Profile.Training;
import io.sluice.model.Profile.Zone;
import io.sluice.model.Traits.Operation;
import io.sluice.policy.RulesSettings.Known;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds names in a rule that stand for nothing: a misspelt provider in a forbid would forbid
 * nothing, and nobody would notice.
 */
final class UsedNames {
  private static final Set<String> COMPARISONS =
      Set.of("==", "!=", "<", "<=", ">", ">=", "contains", "containsAny", "containsAll");

  private static final Set<String> MODEL_ACTIONS =
      Arrays.stream(Action.values())
          .filter(action -> action.resource().equals("Model"))
          .map(Action::word)
          .collect(Collectors.toSet());

  private static final String OPERATION = "Operation";

  private final Map<String, Set<String>> texts = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Problem> problems;
  private boolean ofModel;
  private boolean ofOperation;

  UsedNames(RulesSettings settings, List<Problem> problems) {
    this.problems = problems;
    texts.put("zone", words(Zone.values()));
    texts.put("training", words(Training.values()));
    texts.put("review", words(Standing.values()));
    texts.put("operation", words(Operation.values()));
    texts.put("price", Set.of("free", "low", "medium", "high", "unknown"));
    texts.put("effect", ClosedLists.EFFECTS);
    texts.put("mode", ClosedLists.MODES);
    texts.put("role", ClosedLists.ROLES);
    texts.put("kind", ClosedLists.KINDS);
    texts.put("Ledger", ClosedLists.KINDS);
    texts.put("storing", ClosedLists.STORING);
    texts.put("Payload", ClosedLists.STORING);
    texts.put(OPERATION, ClosedLists.OPERATIONS);
    texts.put("categories", settings.categories());
    texts.put("masked", settings.categories());
    numbers.put("level", Level.values().length - 1);
    numbers.put("clearance", Level.values().length - 1);
    numbers.put("integrity", Integrity.values().length - 1);
    numbers.put("distance", Zone.values().length - 1);
    if (settings.known() != null) {
      inventory(settings.known());
    }
  }

  private void inventory(Known known) {
    var ids = new HashSet<String>();
    var refs = new HashSet<String>();
    for (String model : known.models()) {
      int slash = model.indexOf('/');
      if (slash > 0 && known.providers().contains(model.substring(0, slash))) {
        refs.add(model);
        ids.add(model.substring(slash + 1));
      }
    }
    texts.put("provider", known.providers());
    texts.put("Provider", known.providers());
    texts.put("Model", refs);
    texts.put("id", ids);
    texts.put("name", known.models());
    texts.put("jurisdiction", jurisdictions(known.jurisdictions()));
  }

  /** Countries, what several of them have in common, what the inventory states, and unstated. */
  private static Set<String> jurisdictions(Set<String> stated) {
    var all = new HashSet<>(Set.of("", "EU", "EEA", "UK"));
    all.addAll(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2));
    all.addAll(stated);
    return all;
  }

  private static Set<String> words(Enum<?>[] values) {
    var words = new HashSet<String>();
    Arrays.stream(values).map(Attribute::word).forEach(words::add);
    return words;
  }

  /** Adds every name in {@code rule} that stands for nothing. */
  void check(RuleReader.Read rule) {
    var actions = actions(rule.form().at("action"));
    ofModel = actions.isEmpty() || actions.stream().anyMatch(MODEL_ACTIONS::contains);
    ofOperation = actions.equals(Set.of(Action.ADMINISTER.word()));
    walk(rule.form(), rule.statement());
  }

  /** The actions that a rule is about; none: all. What a name is of depends on them. */
  private static Set<String> actions(Json scope) {
    var named = new HashSet<String>();
    scope.at("entities").items().forEach(it -> named.add(it.text("id", "")));
    if (scope.at("entity").isObject()) {
      named.add(scope.at("entity").text("id", ""));
    }
    return named;
  }

  private void walk(Json at, Statement statement) {
    if (at.at("type").isString() && at.at("id").isString()) {
      text(at.text("type", ""), at.text("id", ""), statement);
    }
    for (Json.Field field : at.fields()) {
      if (COMPARISONS.contains(field.name())) {
        compared(field.value().at("left"), field.value().at("right"), statement);
        compared(field.value().at("right"), field.value().at("left"), statement);
      }
      if (!field.name().equals("annotations")) {
        walk(field.value(), statement);
      }
    }
    at.items().forEach(item -> walk(item, statement));
  }

  /** {@code path} is an attribute: what it is compared with must be one of its values. */
  private void compared(Json path, Json with, Statement statement) {
    Json attribute = path.at(".");
    String name = attribute.text("attr", "");
    boolean ofCaller = attribute.at("left").text("Var", "").equals("principal");
    boolean own = ofCaller || !ofModel;
    boolean ofName = name.equals("id") || name.equals("name");
    if (name.isEmpty() || own && ofName && (ofCaller || !ofOperation)) {
      return;
    }
    name = ofName && ofOperation ? OPERATION : name;
    compared(name, with, statement);
  }

  private void compared(String name, Json with, Statement statement) {
    for (Json literal : literals(with)) {
      literal.string().ifPresent(word -> text(name, word, statement));
      literal.integer().ifPresent(number -> number(name, number, statement));
    }
  }

  private static List<Json> literals(Json expression) {
    var all = new ArrayList<Json>();
    Json value = expression.at("Value");
    if (value.isArray()) {
      all.addAll(value.items());
    } else if (!value.missing()) {
      all.add(value);
    }
    expression.at("Set").items().forEach(item -> all.addAll(literals(item)));
    return all;
  }

  private void text(String kind, String word, Statement statement) {
    Set<String> valid = texts.get(kind);
    if (valid != null && !valid.contains(word)) {
      problems.add(
          statement.problemAtWord(
              word,
              "there is no " + kind.toLowerCase(Locale.ROOT) + " '" + word + "'",
              Nearest.to(word, valid, 2)));
    }
  }

  private void number(String kind, long number, Statement statement) {
    Integer most = numbers.get(kind);
    if (most != null && (number < 0 || number > most)) {
      problems.add(
          statement.problemAtWord(
              Long.toString(number), "'" + kind + "' goes from 0 to " + most, List.of()));
    }
  }
}
