package io.sluice.config;

import io.sluice.flow.FlowSettings;
import io.sluice.inspect.Inspector;
import io.sluice.inspect.rule.Expression;
import io.sluice.inspect.rule.ExpressionException;
import io.sluice.inspect.rule.RuleSet;
import io.sluice.inspect.rule.Sought;
import io.sluice.model.ContentRule;
import io.sluice.model.ContentRule.Consequence;
import io.sluice.pipeline.CheckRule;
import io.sluice.pipeline.ContentRules;
import io.sluice.registry.Registry;
import io.sluice.registry.RouteSetting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The section {@code content_rules}. */
final class ContentSections {
  private static final int MOST_RULES = 10_000;
  private static final List<String> DIRECTIONS = List.of("in", "out");
  private static final List<String> VERDICTS = List.of("mask", "hold", "block");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

  private final Section root;
  private final FlowSettings labels;
  private final @Nullable Registry registry;
  private final List<String> roles;
  private final Set<String> types = new TreeSet<>(Inspector.TYPES);
  private final Set<String> seen = new HashSet<>();
  private int states;
  private int chars;

  /**
   * Reads rules that may speak of the models and routes of {@code registry}; null: these are not
   * known, and not checked.
   */
  ContentSections(Section root, FlowSettings labels, @Nullable Registry registry) {
    this.root = root;
    this.labels = labels;
    this.registry = registry;
    roles = root.section("roles").keys();
  }

  /** The names of all rules, whatever else is wrong with them: they are types of finding. */
  static List<String> names(Section root) {
    return root.isListOfSections("content_rules")
        ? root.list("content_rules").stream()
            .map(rule -> rule.text("name").orElse(""))
            .filter(name -> !name.isEmpty())
            .toList()
        : List.of();
  }

  ContentRules read() {
    List<Section> sections = root.list("content_rules");
    if (sections.size() > MOST_RULES) {
      root.wrong("content_rules", "at most " + MOST_RULES + " rules are possible");
      return ContentRules.NONE;
    }
    var rules = new ArrayList<ContentRule>();
    var in = new ArrayList<Sought>();
    var out = new ArrayList<Sought>();
    var checks = new ArrayList<CheckRule>();
    for (Section section : sections) {
      try (section) {
        ContentRule rule = rule(section);
        Sought sought = sought(section, rule.name());
        rules.add(rule);
        CheckSections.read(section, rule.name(), registry).ifPresent(checks::add);
        if (rule.in()) {
          in.add(sought);
        }
        if (rule.out()) {
          out.add(sought);
        }
      }
    }
    if (states > RuleSet.MOST_STATES || chars > RuleSet.MOST_TERM_CHARS) {
      root.wrong(
          "content_rules",
          "too much for one text: patterns have %d states of at most %d, terms %d characters of %d"
              .formatted(states, RuleSet.MOST_STATES, chars, RuleSet.MOST_TERM_CHARS));
      return ContentRules.NONE;
    }
    if (checks.size() > CheckSections.MOST) {
      root.wrong("content_rules", "at most " + CheckSections.MOST + " rules may have a check");
    }
    return new ContentRules(rules, RuleSet.of(in), RuleSet.of(out), checks);
  }

  private ContentRule rule(Section section) {
    String name = name(section);
    var directions = directions(section);
    var scope =
        new ContentRule.Scope(
            models(section),
            routes(section, directions.contains("out")),
            named(section, "roles", "role", roles));
    String verdict = section.text("verdict").isEmpty() ? "" : word(section);
    if (verdict.isEmpty() && !labels.findings().containsKey(name)) {
      section.wrong(
          "",
          "rule '%s' does nothing: it needs a verdict, or a meaning under labels.findings"
              .formatted(name));
    }
    return new ContentRule(
        name,
        scope,
        directions.contains("in"),
        directions.contains("out"),
        verdict.isEmpty()
            ? Consequence.LABEL
            : Consequence.valueOf(verdict.toUpperCase(Locale.ROOT)));
  }

  private static String word(Section section) {
    return section.word("verdict", "block", VERDICTS);
  }

  private String name(Section section) {
    String name = section.text("name").orElse("");
    if (!NAME.matcher(name).matches()) {
      section.wrong(
          "name", "a rule needs a name of small letters, digits, '-' and '_', such as our-terms");
    } else if (types.contains(name) || labels.categories().contains(name)) {
      section.wrong("name", "'" + name + "' is what a detector or a category is called");
    } else if (!seen.add(name)) {
      section.wrong("name", "there are two rules '" + name + "'");
    }
    return name;
  }

  private static List<String> directions(Section section) {
    List<String> directions = section.texts("direction");
    for (String one : directions) {
      if (!DIRECTIONS.contains(one)) {
        section.unresolved("direction", "'direction' is in, out, or both", one, DIRECTIONS);
      }
    }
    return directions.isEmpty() ? DIRECTIONS : directions;
  }

  private static Set<String> named(
      Section section, String key, String what, Collection<String> valid) {
    var names = new HashSet<String>();
    for (String name : section.texts(key)) {
      if (valid.contains(name)) {
        names.add(name);
      } else {
        section.unresolved(key, "there is no %s '%s'".formatted(what, name), name, valid);
      }
    }
    return names;
  }

  private Set<String> models(Section section) {
    return registry == null
        ? Set.copyOf(section.texts("models"))
        : named(section, "models", "model", registry.modelNames());
  }

  /** A route whose answers are not looked at cannot be one whose answers are. */
  private Set<String> routes(Section section, boolean out) {
    if (registry == null) {
      return Set.copyOf(section.texts("routes"));
    }
    Set<String> routes = named(section, "routes", "route", registry.routeNames());
    for (String name : routes) {
      boolean checked =
          registry.route(name).map(RouteSetting::handling).stream()
              .allMatch(RouteSetting.Handling::checked);
      if (out && !checked) {
        section.wrong(
            "routes",
            "route '%s' has 'release: unchecked': nothing looks at its answers".formatted(name));
      }
    }
    return routes;
  }

  private Sought sought(Section section, String rule) {
    List<String> terms = terms(section);
    List<Expression> patterns = patterns(section);
    var findings = List.copyOf(named(section, "findings", "type of finding", types));
    boolean asked =
        section.keys().stream()
            .anyMatch(List.of("terms", "patterns", "findings", "check")::contains);
    if (!asked) {
      section.wrong("", "a rule needs something to look for: terms, patterns, findings or a check");
    }
    return new Sought(rule, terms, section.truth("whole_words", true), patterns, findings);
  }

  private List<String> terms(Section section) {
    var terms = new ArrayList<String>();
    for (String term : section.texts("terms")) {
      int length = Sought.folded(term).length();
      if (length < Sought.LEAST_TERM_CHARS || length > Sought.MOST_TERM_CHARS) {
        section.wrong(
            "terms",
            term,
            "a term has from %d to %d letters, digits and signs"
                .formatted(Sought.LEAST_TERM_CHARS, Sought.MOST_TERM_CHARS));
      } else {
        terms.add(term);
        chars += length;
      }
    }
    return terms;
  }

  private List<Expression> patterns(Section section) {
    var patterns = new ArrayList<Expression>();
    for (String source : section.texts("patterns")) {
      try {
        Expression pattern = Expression.of(source);
        states += pattern.size();
        patterns.add(pattern);
      } catch (ExpressionException e) {
        section.wrong("patterns", source, "pattern: " + e.getMessage());
      }
    }
    return patterns;
  }
}
