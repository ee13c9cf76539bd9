package io.sluice.replay;

import io.sluice.audit.Judged;
import io.sluice.json.Json;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.Facts;
import io.sluice.model.Hold;
import io.sluice.model.Permit;
import io.sluice.model.Profile.Zone;
import io.sluice.model.Verdict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One exchange that a candidate policy would have decided differently.
 *
 * @param at when it was decided, in milliseconds since 1970
 */
public record Flip(String exchange, long at, Who who, Turn turn, List<String> rules) {
  /** Whose it was. */
  public record Who(String tenant, String team, String app, String key) {}

  /**
   * What changes.
   *
   * @param label of the content
   * @param was what was decided, and {@code now} what would be: {@code permit}, {@code hold},
   *     {@code deny}
   * @param gained models that would be allowed and were not
   * @param lost models that were allowed and would not be
   * @param kind {@code blocked}, {@code allowed}, {@code held}, {@code fewer}, {@code more}, {@code
   *     masked}
   */
  public record Turn(
      String asked,
      String label,
      String was,
      String now,
      List<String> gained,
      List<String> lost,
      String kind) {
    public Turn {
      gained = List.copyOf(gained);
      lost = List.copyOf(lost);
    }
  }

  public Flip {
    rules = List.copyOf(rules);
  }

  /** What is different; empty if nothing is. */
  static Optional<Flip> of(Json entry, Judged then, Decision now, long at) {
    List<Verdict> verdicts = verdicts(now);
    String word = now instanceof Permit ? "permit" : now instanceof Hold ? "hold" : "deny";
    Set<String> before = allowed(entry);
    Set<String> after = new LinkedHashSet<>();
    var rules = new TreeSet<String>();
    boolean masked = false;
    List<Json> old = entry.at("verdicts").items();
    for (int i = 0; i < verdicts.size(); i++) {
      Verdict verdict = verdicts.get(i);
      String model = verdict.candidate().ref().text();
      if (verdict.allowed()) {
        after.add(model);
      }
      boolean other = verdict.allowed() != before.contains(model);
      boolean otherMask = !verdict.mask().names().equals(texts(old.get(i).at("mask")));
      masked |= otherMask;
      if (other || otherMask) {
        rules.addAll(verdict.rules());
      }
    }
    String was = then.said().verdict();
    if (was.equals(word) && before.equals(after) && !masked) {
      return Optional.empty();
    }
    var gained = after.stream().filter(one -> !before.contains(one)).toList();
    var lost = before.stream().filter(one -> !after.contains(one)).toList();
    Facts facts = then.facts();
    var turn =
        new Turn(
            then.target().name(),
            facts.exposure().label().text(),
            was,
            word,
            gained,
            lost,
            kind(was, word, gained, lost));
    return Optional.of(new Flip(then.exchange().value(), at, who(facts), turn, List.copyOf(rules)));
  }

  private static String kind(String was, String now, List<String> gained, List<String> lost) {
    if (!was.equals(now)) {
      return now.equals("permit") ? "allowed" : now.equals("hold") ? "held" : "blocked";
    }
    return !gained.isEmpty() ? "more" : !lost.isEmpty() ? "fewer" : "masked";
  }

  /** Whether something would go out that did not: to a provider that is not ours. */
  static boolean outward(Flip flip, Judged then) {
    return then.target().candidates().stream()
        .filter(one -> flip.turn().gained().contains(one.ref().text()))
        .anyMatch(one -> one.profile().zone() == Zone.EXTERNAL);
  }

  private static Who who(Facts facts) {
    var principal = facts.principal();
    var at = principal.affiliation();
    return new Who(principal.tenant(), at.team(), at.app(), principal.id());
  }

  private static Set<String> allowed(Json entry) {
    var all = new LinkedHashSet<String>();
    for (Json verdict : entry.at("verdicts").items()) {
      if (verdict.at("allowed").bool(false)) {
        all.add(verdict.text("model", ""));
      }
    }
    return all;
  }

  private static List<String> texts(Json list) {
    return list.items().stream().map(one -> one.string().orElse("")).toList();
  }

  private static List<Verdict> verdicts(Decision decision) {
    return switch (decision) {
      case Permit permit -> permit.verdicts();
      case Hold hold -> hold.verdicts();
      case Deny deny -> deny.verdicts();
    };
  }
}
