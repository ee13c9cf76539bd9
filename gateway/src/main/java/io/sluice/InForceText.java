package io.sluice;

import io.sluice.limits.Allowances;
import io.sluice.limits.BudgetRule;
import io.sluice.limits.RateRule;
import io.sluice.model.Account.Unit;
import io.sluice.model.Candidate;
import io.sluice.model.Profile;
import io.sluice.registry.ModelSetting;
import io.sluice.registry.Registry;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is in force, in words that two times can be compared by. */
final class InForceText {
  /** What the name of a profile begins with. */
  static final String PROFILE = "profile ";

  private InForceText() {}

  /** Every budget and limit of configuration, numbered as they stand there. */
  static Map<String, String> budgets(Allowances allowances) {
    var items = new TreeMap<String, String>();
    for (BudgetRule rule : allowances.budgets()) {
      var terms = rule.terms();
      boolean money = rule.measure().unit() == Unit.MICRO_DOLLARS;
      items.put(
          "budget " + (items.size() + 1),
          "%s: %d %s/%s, %s, told at %s percent%s"
              .formatted(
                  whom(rule.whom()),
                  terms.limit(),
                  money ? "micro-dollars" : "tokens",
                  word(rule.period()),
                  terms.hard() ? "hard" : "soft",
                  terms.alerts(),
                  of(rule.measure().model())));
    }
    int number = 0;
    for (RateRule rule : allowances.limits()) {
      var most = rule.most();
      String whose = rule.whom() == null ? "all" : whom(rule.whom());
      items.put(
          "limit " + ++number,
          "%s: %s requests, %s input tokens, %s output tokens, %d at a time%s%s"
              .formatted(
                  whose,
                  pace(most.requests()),
                  pace(most.inputTokens()),
                  pace(most.outputTokens()),
                  most.concurrent(),
                  of(rule.where().provider()),
                  of(rule.where().model())));
    }
    return items;
  }

  private static String whom(BudgetRule.Whom whom) {
    String only =
        Stream.of(whom.tenant(), whom.team(), whom.principal())
            .filter(name -> !name.isEmpty())
            .collect(Collectors.joining("/"));
    return "each " + word(whom.scope()) + (only.isEmpty() ? "" : " of " + only);
  }

  private static String of(String what) {
    return what.isEmpty() ? "" : ", of " + what;
  }

  private static String pace(RateRule.Pace pace) {
    return pace.most() == 0 ? "any" : pace.most() + "/" + word(pace.period());
  }

  /** What is known of every provider, and of models that have a profile of their own. */
  static Map<String, Map<String, String>> profiles(
      Registry registry, Iterable<ModelSetting> declared) {
    var all = new TreeMap<String, Map<String, String>>();
    registry
        .providers()
        .forEach(
            one ->
                registry
                    .profile(one.name())
                    .ifPresent(profile -> all.put(PROFILE + one.name(), items(profile))));
    var names = new HashSet<String>();
    declared.forEach(model -> names.add(model.name()));
    for (Candidate model : registry.models()) {
      Profile shared = registry.profile(model.ref().provider()).orElse(Registry.NOTHING_KNOWN);
      if (!model.profile().equals(shared) && known(model, names)) {
        all.put(PROFILE + model.ref().text(), items(model.profile()));
      }
    }
    return all;
  }

  /** Somebody here named it, or looked at it: not every model of a long list. */
  private static boolean known(Candidate model, Set<String> declared) {
    return declared.contains(model.name())
        || switch (model.profile().review().standing()) {
          case VALID, EXPIRED, CHANGED -> true;
          case UNREVIEWED, MISSING -> false;
        };
  }

  private static Map<String, String> items(Profile profile) {
    var review = profile.review();
    var paper = profile.diligence();
    var items = new TreeMap<String, String>();
    items.put("zone", word(profile.zone()));
    items.put("jurisdiction", profile.jurisdiction());
    items.put("retention_days", Integer.toString(profile.retentionDays()));
    items.put("training", word(profile.training()));
    items.put("clearance", profile.clearance().word());
    items.put("review", word(review.standing()));
    items.put("reviewer", review.reviewer());
    items.put("reviewed", String.valueOf(review.reviewed()));
    items.put("review_expires", String.valueOf(review.expires()));
    items.put("sub_processors", String.join(" ", paper.subProcessors()));
    items.put("incident_contact", paper.incidentContact());
    items.put("evidence", String.join(" ", paper.evidence()));
    items.put("owner", paper.owner());
    items.put("contract", paper.paper().contract());
    items.put("certifications", String.join(" ", paper.paper().certifications()));
    items.values().removeIf(value -> value.isEmpty() || value.equals("null"));
    return items;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
