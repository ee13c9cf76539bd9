package io.sluice.policy;

import io.sluice.model.Candidate;
import io.sluice.model.Categories;
import io.sluice.model.ContentRule;
import io.sluice.model.ContentRule.Consequence;
import io.sluice.model.Exposure.Found;
import io.sluice.model.Facts;
import io.sluice.model.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What content rules make of a request, beside the bundle: they can only take away. What was found
 * of them is in the facts; a rule that could not be looked for to the end is there with no finding,
 * and counts as found. Immutable.
 */
final class ContentVerdicts {
  private final Map<String, ContentRule> rules = new HashMap<>();

  ContentVerdicts(List<ContentRule> all) {
    for (ContentRule rule : all) {
      if (rule.in() && rule.consequence() != Consequence.LABEL) {
        rules.put(rule.name(), rule);
      }
    }
  }

  /** The rules that were found, for telling questions apart; a missed one is another answer. */
  List<String> seen(Facts facts) {
    if (rules.isEmpty()) {
      return List.of();
    }
    var seen = new ArrayList<String>(0);
    for (Found found : facts.exposure().found()) {
      if (rules.containsKey(found.type())) {
        seen.add(found.count() == 0 ? "?" + found.type() : found.type());
      }
    }
    return seen;
  }

  /** What of it must be masked toward {@code candidate}: names of rules, as types of finding. */
  Categories mask(Facts facts, Candidate candidate) {
    return rules.isEmpty() ? Categories.NONE : Categories.of(found(facts, candidate, What.MASK));
  }

  private enum What {
    MASK,
    HOLD,
    BLOCK
  }

  private List<String> found(Facts facts, Candidate candidate, What what) {
    var names = new ArrayList<String>(0);
    for (Found found : facts.exposure().found()) {
      ContentRule rule = rules.get(found.type());
      if (rule != null && rule.scope().covers(candidate) && what(rule, found) == what) {
        names.add(rule.name());
      }
    }
    return names;
  }

  /** What was not seen cannot be masked. */
  private static What what(ContentRule rule, Found found) {
    return switch (rule.consequence()) {
      case MASK, LABEL -> found.count() == 0 ? What.BLOCK : What.MASK;
      case HOLD -> What.HOLD;
      case BLOCK -> What.BLOCK;
    };
  }

  /** The bundle's verdict with what content rules say beside it. */
  Verdict over(Verdict verdict, Facts facts) {
    if (rules.isEmpty()) {
      return verdict;
    }
    Candidate candidate = verdict.candidate();
    List<String> blocking = found(facts, candidate, What.BLOCK);
    if (!blocking.isEmpty()) {
      return Verdict.no(candidate, ids(blocking, List.of()), told(blocking, "do not let go"));
    }
    List<String> holding = found(facts, candidate, What.HOLD);
    if (holding.isEmpty() || !verdict.allowed() && !verdict.approvable()) {
      return verdict;
    }
    String why = told(holding, "hold");
    return new Verdict(
        candidate,
        false,
        verdict.mask(),
        ids(holding, verdict.allowed() ? List.of() : verdict.rules()),
        verdict.allowed() ? why : verdict.reason() + "; " + why,
        verdict.obligations(),
        true);
  }

  private static List<String> ids(List<String> names, List<String> more) {
    var ids = new TreeSet<>(more);
    names.forEach(name -> ids.add(ContentRule.PREFIX + name));
    return List.copyOf(ids);
  }

  private static String told(List<String> names, String what) {
    return "what content rules " + what + " to this model is in it: " + String.join(", ", names);
  }
}
