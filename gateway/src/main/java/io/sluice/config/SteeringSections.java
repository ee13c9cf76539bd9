package io.sluice.config;

import io.sluice.model.Priority;
import io.sluice.model.RoutingRule;
import io.sluice.model.RoutingRule.Act;
import io.sluice.model.RoutingRule.When;
import io.sluice.registry.RouteSetting.Steering;
import io.sluice.registry.RouteSetting.Trial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a route stands above its weights, and what it tries out. */
final class SteeringSections {
  private static final long MOST_TOKENS = 100_000_000;
  private static final int WORD_CHARS = 64;
  private static final int MOST_RULES = 50;

  private final List<String> own;
  private final Collection<String> known;

  /**
   * @param own the route's models
   * @param known every name of a model there is
   */
  SteeringSections(List<String> own, Collection<String> known) {
    this.own = own;
    this.known = known;
  }

  Steering read(Section route) {
    return new Steering(
        word(route, "task"),
        rules(route),
        trial(route, "canary", own),
        trial(route, "shadow", known),
        model(route, "baseline", known),
        priority(route));
  }

  private static Priority priority(Section route) {
    String word = route.word("priority", "normal", List.of("high", "normal", "low"));
    return Priority.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private List<RoutingRule> rules(Section route) {
    var rules = new ArrayList<RoutingRule>();
    List<Section> listed = route.list("rules");
    if (listed.size() > MOST_RULES) {
      route.wrong("rules", "a route has at most " + MOST_RULES + " rules");
    }
    for (Section section : listed) {
      RoutingRule rule = rule(section);
      if (rule != null) {
        rules.add(rule);
      }
    }
    return rules;
  }

  private @Nullable RoutingRule rule(Section section) {
    try (section) {
      When when = when(section);
      RoutingRule rule = null;
      for (Act act : Act.values()) {
        String key = act.name().toLowerCase(Locale.ROOT);
        List<String> models = section.texts(key);
        if (models.isEmpty()) {
          continue;
        }
        if (rule != null) {
          section.wrong(key, "a rule says one of pin, prefer and avoid");
        }
        for (String model : models) {
          if (!own.contains(model)) {
            section.unresolved(key, "'" + model + "' is no model of this route", model, own);
          }
        }
        rule = new RoutingRule(act, Set.copyOf(models), when);
      }
      if (rule == null) {
        section.wrong("pin", "a rule says one of pin, prefer and avoid");
      }
      return rule;
    }
  }

  private static When when(Section section) {
    long least = section.number("min_tokens", 0, MOST_TOKENS).orElse(0);
    long most = section.number("max_tokens", 1, MOST_TOKENS).orElse(0);
    if (most > 0 && most < least) {
      section.wrong("max_tokens", "'max_tokens' must not be below 'min_tokens'");
      most = 0;
    }
    return new When(
        section.texts("task"), section.texts("modality"), section.texts("purpose"), least, most);
  }

  private static @Nullable Trial trial(Section route, String key, Collection<String> among) {
    try (Section section = route.section(key)) {
      if (!section.present()) {
        return null;
      }
      String model = model(section, "model", among);
      String text = section.text("percent").orElse("");
      double percent = percent(text);
      if (percent <= 0) {
        section.wrong("percent", "'percent' must be a number above 0, at most 100");
      }
      if (model.isEmpty()) {
        section.wrong("model", "'" + key + "' needs a model");
      }
      return model.isEmpty() || percent <= 0 ? null : new Trial(model, percent);
    }
  }

  private static double percent(String text) {
    try {
      double value = Double.parseDouble(text);
      return value > 0 && value <= 100 ? value : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String model(Section section, String key, Collection<String> among) {
    String model = section.text(key).orElse("");
    if (!model.isEmpty() && !among.contains(model)) {
      section.unresolved(key, "unknown model '" + model + "'", model, among);
      return "";
    }
    return model;
  }

  private static String word(Section section, String key) {
    String word = section.text(key).orElse("");
    boolean good = word.matches("[a-z0-9][a-z0-9_-]*") && word.length() <= WORD_CHARS;
    if (!word.isEmpty() && !good) {
      section.wrong(key, "'" + key + "' is a word of at most 64 of a to z, 0 to 9, '-' and '_'");
      return "";
    }
    return word;
  }
}
