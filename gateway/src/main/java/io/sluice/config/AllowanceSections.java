package io.sluice.config;

import io.sluice.limits.Allowances;
import io.sluice.limits.BudgetRule;
import io.sluice.limits.BudgetRule.Terms;
import io.sluice.limits.BudgetRule.Whom;
import io.sluice.limits.RateRule;
import io.sluice.limits.RateRule.Most;
import io.sluice.limits.RateRule.Pace;
import io.sluice.limits.RateRule.Where;
import io.sluice.model.Account.Measure;
import io.sluice.model.Account.Scope;
import io.sluice.model.Account.Unit;
import io.sluice.model.Principal.Period;
import io.sluice.registry.ModelSetting;
import io.sluice.registry.RegistrySettings;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sections {@code budgets} and {@code limits}. */
final class AllowanceSections {
  private static final List<String> SCOPES = List.of("tenant", "team", "principal", "session");
  private static final List<String> PERIODS =
      List.of("minute", "hour", "day", "week", "month", "life");
  private static final List<String> PACES = List.of("minute", "hour", "day");

  /** Keeps sums of tokens in range. */
  private static final long MOST_TOKENS = 1_000_000_000_000L;

  private static final long MOST_USD = 1_000_000_000L;

  private final Set<String> providers = new LinkedHashSet<>();
  private final Set<String> models = new LinkedHashSet<>();

  AllowanceSections(RegistrySettings registry) {
    registry.providers().forEach(provider -> providers.add(provider.name()));
    for (ModelSetting model : registry.models()) {
      models.add(model.name());
    }
  }

  Allowances read(Section root) {
    var budgets = new ArrayList<BudgetRule>();
    var seen = new HashSet<Object>();
    for (Section section : root.list("budgets")) {
      try (section) {
        budget(section)
            .ifPresent(
                rule -> {
                  if (!seen.add(List.of(rule.whom(), rule.measure(), rule.period()))) {
                    section.wrong("", "this budget stands twice: same holder, measure and period");
                  }
                  budgets.add(rule);
                });
      }
    }
    var limits = new ArrayList<RateRule>();
    for (Section section : root.list("limits")) {
      try (section) {
        limit(section).ifPresent(limits::add);
      }
    }
    few(root, "budgets", budgets.size());
    few(root, "limits", limits.size());
    return budgets.size() > Allowances.MOST_RULES || limits.size() > Allowances.MOST_RULES
        ? Allowances.NONE
        : new Allowances(budgets, limits);
  }

  private static void few(Section root, String key, int count) {
    if (count > Allowances.MOST_RULES) {
      root.wrong(key, "at most %d %s are possible".formatted(Allowances.MOST_RULES, key));
    }
  }

  private Optional<BudgetRule> budget(Section section) {
    Whom whom = whom(section, scope(section, "tenant"));
    String model = model(section);
    boolean tokens = section.text("tokens").isPresent();
    boolean dollars = section.text("usd").isPresent();
    if (tokens == dollars) {
      section.wrong("", "a budget needs 'usd' or 'tokens', such as usd: 20/day");
      return Optional.empty();
    }
    Unit unit = dollars ? Unit.MICRO_DOLLARS : Unit.TOKENS;
    Optional<Amount> amount = amount(section, dollars ? "usd" : "tokens", PERIODS, "life");
    boolean hard = section.word("kind", "hard", List.of("hard", "soft")).equals("hard");
    List<Integer> alerts = alerts(section);
    if (amount.isPresent() && whom.scope() == Scope.SESSION && amount.get().period == Period.LIFE) {
      section.wrong(
          "", "a session's budget needs a period: callers name their sessions themselves");
      return Optional.empty();
    }
    return amount.map(
        some ->
            new BudgetRule(
                whom, new Measure(unit, model), some.period, new Terms(some.amount, hard, alerts)));
  }

  private static List<Integer> alerts(Section section) {
    if (section.present("alerts").isEmpty()) {
      return Terms.USUAL_ALERTS;
    }
    var all = new ArrayList<Integer>();
    for (String text : section.texts("alerts")) {
      String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
      if (digits.matches("[0-9]{1,4}") && in(Integer.parseInt(digits), 1, 1_000)) {
        all.add(Integer.parseInt(digits));
      } else {
        section.wrong("alerts", "'alerts' are percentages of the limit, from 1 to 1000");
      }
    }
    return all;
  }

  private static boolean in(int value, int least, int most) {
    return value >= least && value <= most;
  }

  private Optional<RateRule> limit(Section section) {
    boolean everybody =
        section.keys().stream().noneMatch(key -> key.equals("per") || SCOPES.contains(key));
    Whom whom = everybody || all(section) ? null : whom(section, scope(section, "principal"));
    var where = new Where(provider(section), model(section));
    var most =
        new Most(
            pace(section, "requests"),
            pace(section, "input_tokens"),
            pace(section, "output_tokens"),
            (int) section.number("concurrent", 1, 1_000_000).orElse(0));
    boolean any =
        most.requests().most() > 0
            || most.inputTokens().most() > 0
            || most.outputTokens().most() > 0
            || most.concurrent() > 0;
    if (!any) {
      section.wrong(
          "",
          "a limit needs 'requests', 'input_tokens', 'output_tokens' or 'concurrent', such as"
              + " requests: 60/minute");
      return Optional.empty();
    }
    return Optional.of(new RateRule(whom, where, most));
  }

  private static boolean all(Section section) {
    return section.text("per").orElse("").equals("all");
  }

  /** What is said, else the narrowest that is named. */
  private static Scope scope(Section section, String otherwise) {
    String usual = otherwise;
    for (String named : List.of("tenant", "team", "principal")) {
      usual = section.keys().contains(named) ? named : usual;
    }
    String word = section.word("per", usual, SCOPES);
    return Scope.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static Whom whom(Section section, Scope scope) {
    return new Whom(
        scope,
        section.text("tenant").orElse(""),
        section.text("team").orElse(""),
        section.text("principal").orElse(""));
  }

  private String provider(Section section) {
    String name = section.text("provider").orElse("");
    if (!name.isEmpty() && !providers.contains(name)) {
      section.unresolved("provider", "there is no provider '" + name + "'", name, providers);
    }
    return name;
  }

  /** A model's own name, or {@code provider/id}. */
  private String model(Section section) {
    String name = section.text("model").orElse("");
    int slash = name.indexOf('/');
    boolean known =
        models.contains(name) || (slash > 0 && providers.contains(name.substring(0, slash)));
    if (!name.isEmpty() && !known) {
      section.unresolved("model", "there is no model '" + name + "'", name, models);
    }
    return name;
  }

  private record Amount(long amount, Period period) {}

  private static Pace pace(Section section, String key) {
    return amount(section, key, PACES, "minute")
        .filter(amount -> amount.amount > 0)
        .map(amount -> new Pace(amount.amount, amount.period))
        .orElse(Pace.FREE);
  }

  /** {@code 20/day}: micro-dollars for {@code usd}, else a whole number. */
  private static Optional<Amount> amount(
      Section section, String key, List<String> periods, String usual) {
    @Nullable String text = section.text(key).orElse(null);
    if (text == null) {
      return Optional.empty();
    }
    int slash = text.indexOf('/');
    String number = slash < 0 ? text : text.substring(0, slash);
    String period = slash < 0 ? usual : text.substring(slash + 1);
    Optional<Long> amount = key.equals("usd") ? micros(number) : whole(number);
    if (amount.isEmpty() || !periods.contains(period)) {
      String example = key.equals("usd") ? "12.50/day" : "1000/minute";
      section.wrong(
          key,
          "'%s' must be an amount per %s, such as %s"
              .formatted(key, String.join(", ", periods), example));
      return Optional.empty();
    }
    return Optional.of(new Amount(amount.get(), Period.valueOf(period.toUpperCase(Locale.ROOT))));
  }

  private static Optional<Long> micros(String text) {
    return Units.dollars(text)
        .filter(usd -> usd.longValue() <= MOST_USD)
        .map(usd -> usd.movePointRight(6).setScale(0, RoundingMode.DOWN).longValueExact());
  }

  private static Optional<Long> whole(String text) {
    String digits = text.replace("_", "");
    return digits.matches("[0-9]{1,13}") && Long.parseLong(digits) <= MOST_TOKENS
        ? Optional.of(Long.parseLong(digits))
        : Optional.empty();
  }
}
