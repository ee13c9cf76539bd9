package io.sluice.policy;

import io.sluice.model.Candidate;
import io.sluice.model.Categories;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.Facts;
import io.sluice.model.Hold;
import io.sluice.model.Level;
import io.sluice.model.Nearest;
import io.sluice.model.Permit;
import io.sluice.model.Principal;
import io.sluice.model.Target;
import io.sluice.model.Verdict;
import io.sluice.policy.TestCase.Expected;
import io.sluice.policy.TestCase.Given;
import io.sluice.policy.TestCase.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Runs the test cases that a bundle carries. Needs no gateway. */
public final class PolicyTests {
  private final Policy policy = new Policy();
  private final Rules rules;
  private final RulesSettings settings;

  private PolicyTests(Rules rules, RulesSettings settings) {
    this.rules = rules;
    this.settings = settings;
  }

  /**
   * One case and how it went.
   *
   * @param line from 1
   * @param message what was expected and what came; empty if it passed
   */
  public record Result(String name, String file, int line, boolean passed, String message) {
    /** {@code file:line: name: message}. */
    public String text() {
      String said = passed ? "passed" : message;
      return file + ":" + line + ": " + name + ": " + said;
    }
  }

  /** What came of a question. */
  private record Came(Outcome outcome, Categories mask, List<String> rules, String reason) {}

  /**
   * Every case of {@code bundle} in the order of files and lines.
   *
   * @throws BundleException if the bundle or a file of cases cannot be understood
   */
  public static List<Result> run(Bundle bundle, RulesSettings settings) throws BundleException {
    var tests = new PolicyTests(Rules.of(bundle, settings), settings);
    return tests.all(bundle);
  }

  private List<Result> all(Bundle bundle) throws BundleException {
    var problems = new ArrayList<Problem>();
    var cases = new ArrayList<TestCase>();
    var nevers = new ArrayList<Never>();
    for (SourceFile file : bundle.tests()) {
      cases.addAll(TestCases.read(file, settings, problems));
      nevers.addAll(TestCases.nevers(file, settings, problems));
    }
    List<String> ids = rules.ids();
    for (TestCase one : cases) {
      for (String id : named(one.expected())) {
        if (!ids.contains(id)) {
          String message = "there is no rule '" + id + "' for case '" + one.name() + "'";
          var nearest = Nearest.to(id, ids, 2);
          problems.add(new Problem(one.file(), one.line(), 1, message, nearest));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new BundleException(problems);
    }
    var results = new ArrayList<>(cases.stream().map(this::result).toList());
    Set<String> sending = Set.of(Action.INVOKE_MODEL.word(), Action.MASK.word());
    Mentions mentions = Mentions.of(bundle, sending);
    nevers.forEach(one -> results.add(result(one, mentions)));
    return results;
  }

  private Result result(Never one, Mentions mentions) {
    String against = one.against(rules, mentions);
    String message = against.isEmpty() ? "" : "allowed for: " + against;
    return new Result("never: " + one.name(), one.file(), one.line(), message.isEmpty(), message);
  }

  private static List<String> named(Expected expected) {
    var all = new ArrayList<>(expected.by());
    all.addAll(expected.never());
    return all;
  }

  private Result result(TestCase one) {
    String message = difference(one.expected(), ask(one.given()));
    return new Result(one.name(), one.file(), one.line(), message.isEmpty(), message);
  }

  private Came ask(Given given) {
    Facts facts = given.facts();
    var principal = facts.principal();
    return switch (given.thing()) {
      case Thing.Model(Candidate to, Candidate from, _) when from != null -> {
        var verdict = Verdict.yes(to, Categories.NONE, List.of());
        yield came(
            given.action() == Action.FALLBACK
                ? policy.fallback(facts, from, verdict, rules)
                : policy.shadow(facts, from, verdict, rules));
      }
      case Thing.Model(Candidate model, _, List<String> along) -> came(decide(facts, model, along));
      case Thing.Audience(Level clearance) ->
          came(policy.release(facts, facts.exposure().label(), clearance, rules));
      case Thing.Call(ToolUse use) -> came(policy.call(facts, use, rules));
      case Thing.Stored(String storing) -> came(policy.store(facts, storing, rules));
      case Thing.Viewed(String kind) -> came(policy.view(official(principal), kind, rules));
      case Thing.Operation(String name) ->
          came(policy.administer(official(principal), name, rules));
    };
  }

  private static Official official(Principal principal) {
    String role = String.join(",", principal.affiliation().roles());
    return new Official(principal.id(), role, Instant.EPOCH);
  }

  private Verdict decide(Facts facts, Candidate model, List<String> along) {
    var target = new Target("test", true, List.of(model), along);
    Decision decision = policy.decide(facts, target, rules);
    return switch (decision) {
      case Permit permit -> permit.verdicts().getFirst();
      case Deny deny -> deny.verdicts().getFirst();
      case Hold hold -> hold.verdicts().getFirst();
    };
  }

  private static Came came(Verdict verdict) {
    Outcome outcome =
        verdict.approvable()
            ? Outcome.HOLD
            : !verdict.allowed()
                ? Outcome.DENY
                : verdict.mask().isEmpty() ? Outcome.ALLOW : Outcome.MASK;
    return new Came(outcome, verdict.mask(), verdict.rules(), verdict.reason());
  }

  private static Came came(Leave leave) {
    Outcome outcome =
        leave.allowed() ? Outcome.ALLOW : leave.approvable() ? Outcome.HOLD : Outcome.DENY;
    return new Came(outcome, Categories.NONE, leave.rules(), leave.reason());
  }

  private static String difference(Expected expected, Came came) {
    if (expected.outcome() != came.outcome()) {
      String why = came.reason().isEmpty() ? "" : " (" + came.reason() + ")";
      return "expected "
          + Attribute.word(expected.outcome())
          + ", came "
          + Attribute.word(came.outcome())
          + " by "
          + came.rules()
          + why;
    }
    if (expected.mask() != null && !expected.mask().equals(came.mask())) {
      return "expected mask " + expected.mask().names() + ", came " + came.mask().names();
    }
    if (!came.rules().containsAll(expected.by())) {
      return "expected by " + expected.by() + ", came by " + came.rules();
    }
    for (String id : expected.never()) {
      if (came.rules().contains(id)) {
        return "expected never by '" + id + "', came by " + came.rules();
      }
    }
    return "";
  }
}
