package io.sluice.cli.routing;

import io.sluice.json.Json;
import io.sluice.model.Candidate;
import io.sluice.model.Level;
import io.sluice.model.Permit;
import io.sluice.model.Sha256;
import io.sluice.model.Target;
import io.sluice.model.Verdict;
import io.sluice.policy.Bundle;
import io.sluice.policy.BundleException;
import io.sluice.policy.Policy;
import io.sluice.policy.Rules;
import io.sluice.policy.RulesSettings;
import io.sluice.policy.SourceFile;
import io.sluice.route.Experience;
import io.sluice.route.Planner;
import io.sluice.route.Preference;
import io.sluice.route.RouteView;
import io.sluice.route.RouteView.Weights;
import io.sluice.route.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Routes a set under each policy of its folder: the policy becomes rules of the product's own
 * engine, and every candidate that a plan holds, not only its first, is held against the policy as
 * it was written.
 */
final class PolicyCheck {
  /** Cumulative shares of the classes of content, 0 to 3. */
  private static final double[] CLASSES = {0.60, 0.85, 0.95, 1.0};

  /** A bundle has a rule, also where a policy leaves no model at all. */
  private static final String NOTHING =
      """
      @id("nothing") @owner("bench") @reason("nothing")
      permit (principal, action == Action::"invokeModel", resource) when { resource.name == "" };
      """;

  private static final List<Level> LEVELS =
      List.of(Level.PUBLIC, Level.INTERNAL, Level.CONFIDENTIAL, Level.RESTRICTED);

  private static final List<Weights> SETTINGS =
      List.of(Weights.CHEAPEST, new Weights(1, 0, 5, 0, 0), new Weights(0, 0, 1, 0, 0));

  private final OutcomesFolder folder;
  private final Policy policy = new Policy();
  private final Planner planner = new Planner();

  PolicyCheck(OutcomesFolder folder) {
    this.folder = folder;
  }

  /**
   * What came of one policy.
   *
   * @param plans made
   * @param refused prompts for which it leaves no model
   * @param violations candidates in a plan that it does not allow
   */
  record Result(String policy, int plans, int refused, int violations) {}

  Result check(Outcomes set, Json stated) {
    Rules rules = rules(set, stated);
    var fresh = new Experience();
    var target = new Target(Requests.ROUTE, false, set.models());
    int plans = 0;
    int refused = 0;
    int violations = 0;
    for (Outcomes.Item item : set.items()) {
      int content = contentClass(item.id());
      var task = Tasks.of(item.prompt(), "");
      var facts = Requests.facts(item.prompt(), task, LEVELS.get(content));
      if (!(policy.decide(facts, target, rules) instanceof Permit permit)) {
        refused++;
        continue;
      }
      var sight = new Experience.Sight(Requests.TENANT, Requests.ROUTE, task);
      var preference = new Preference(fresh.outlook(sight), List.of());
      for (Weights weights : SETTINGS) {
        var view = new RouteView(Map.of(), _ -> null, weights, preference);
        plans++;
        for (Verdict verdict : planner.plan(permit, facts, view).order()) {
          violations += allows(stated, verdict.candidate().name(), content) ? 0 : 1;
        }
      }
    }
    return new Result(stated.text("id", "?"), plans, refused, violations);
  }

  /** The class of a prompt's content, by its id. */
  static int contentClass(String id) {
    byte[] hash = Sha256.of("class|" + id);
    long head = 0;
    for (int i = 0; i < 4; i++) {
      head = head << 8 | (hash[i] & 0xFF);
    }
    double at = head / 4294967296.0;
    int content = 0;
    while (at >= CLASSES[content]) {
      content++;
    }
    return content;
  }

  /** The policy as rules: for each class of content, the models it leaves. */
  private Rules rules(Outcomes set, Json stated) {
    var text = new StringBuilder(NOTHING);
    for (int content = 0; content < CLASSES.length; content++) {
      int of = content;
      List<String> names =
          set.models().stream()
              .map(Candidate::name)
              .filter(name -> allows(stated, name, of))
              .toList();
      text.append(rule(content, names));
    }
    return rules(text.toString());
  }

  /** Everything is permitted. */
  static Rules open() {
    return rules(
        """
        @id("open") @owner("bench") @reason("everything")
        permit (principal, action, resource);
        """);
  }

  private static Rules rules(String text) {
    var schema =
        Bundle.starter().files().stream()
            .filter(file -> file.path().equals(Bundle.SCHEMA))
            .findFirst()
            .orElseThrow();
    try {
      return Rules.of(
          Bundle.of(List.of(schema, new SourceFile("bench.cedar", text))), RulesSettings.PLAIN);
    } catch (BundleException e) {
      throw new IllegalStateException("a policy of the folder makes no rules", e);
    }
  }

  private static String rule(int content, List<String> names) {
    String list =
        names.stream()
            .map(name -> '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
            .collect(Collectors.joining(", "));
    return names.isEmpty()
        ? ""
        : """
        @id("class-%d") @owner("bench") @reason("as the policy says")
        permit (principal, action == Action::"invokeModel", resource)
        when { context.level == %d && [%s].contains(resource.name) };
        """
            .formatted(content, content, list);
  }

  /** Whether the policy, as it is written, lets {@code model} see content of that class. */
  private boolean allows(Json stated, String model, int content) {
    Map<String, String> columns = folder.columns(model);
    for (Json requirement : stated.at("require").items()) {
      List<Json> parts = requirement.items();
      String value = columns.getOrDefault(parts.get(0).string().orElse(""), "");
      if (value.isEmpty() || !holds(value, parts, content)) {
        return false; // what is not stated counts as the worst
      }
    }
    return true;
  }

  private static boolean holds(String value, List<Json> parts, int content) {
    String operator = parts.get(1).string().orElse("");
    Json wanted = parts.get(2);
    var listed = new ArrayList<String>();
    wanted.items().forEach(item -> listed.add(text(item)));
    return switch (operator) {
      case "in" -> listed.contains(value);
      case "not_in" -> !listed.contains(value);
      case "==" -> value.equals(text(wanted)) || compared(value, wanted, content) == 0;
      case "!=" -> !value.equals(text(wanted)) && compared(value, wanted, content) != 0;
      case "<=" -> compared(value, wanted, content) <= 0;
      case ">=" -> compared(value, wanted, content) >= 0;
      default -> throw new IllegalArgumentException("unknown operator in a policy: " + operator);
    };
  }

  private static String text(Json json) {
    return json.string().orElseGet(() -> json.raw().utf8());
  }

  private static int compared(String value, Json wanted, int content) {
    String other = text(wanted).equals("$data_class") ? Integer.toString(content) : text(wanted);
    try {
      return Double.compare(Double.parseDouble(value), Double.parseDouble(other));
    } catch (NumberFormatException e) {
      return value.compareTo(other);
    }
  }
}
